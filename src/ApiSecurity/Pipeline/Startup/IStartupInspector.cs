namespace ApiSecurity.Pipeline;

/// <summary>A feature's part of the start-up checks and of the summary.</summary>
internal interface IStartupInspector
{
    void Inspect(StartupInspection inspection);
}
