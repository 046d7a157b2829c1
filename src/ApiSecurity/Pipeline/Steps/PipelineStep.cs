namespace ApiSecurity.Pipeline;

/// <summary>The steps of the pipeline, in the one right order (docs/pipeline.md says why).</summary>
internal enum PipelineStep
{
    Headers = 1,
    Errors,
    Transport,
    Routing,
    RequestLimits,
    Cors,
    LimitsByAddress,
    Authentication,
    LimitsByCaller,
    Authorization,
    RequestContent,
    Validation,
    Inspection,
    Properties,
    Objects,
}
