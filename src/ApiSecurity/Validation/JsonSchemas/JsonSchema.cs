using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace ApiSecurity.Validation;

/// <summary>
/// A JSON Schema (drafts 4, 6, 7, 2019-09 and 2020-12), compiled. It may be used by many threads at once, and a document that is valid costs no allocation.
/// </summary>
public sealed class JsonSchema
{
    private readonly SchemaProgram _program;
    private readonly SchemaLimits _limits;

    private JsonSchema(SchemaProgram program, JsonSchemaOptions options)
    {
        _program = program;
        _limits = new SchemaLimits(options);
    }

    /// <summary>Compiles a schema, by the default options.</summary>
    /// <param name="schema">The schema, as JSON.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="JsonSchemaException">It is broken, or refers to what is not registered.</exception>
    public static JsonSchema Compile(string schema) => Compile(schema, new JsonSchemaOptions());

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The schema, as JSON.</param>
    /// <param name="options">How to read it, and what to ask it.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="JsonSchemaException">It is broken, or refers to what is not registered.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One of the options is out of its range.</exception>
    public static JsonSchema Compile(string schema, JsonSchemaOptions options)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return Compile(Encoding.UTF8.GetBytes(schema), string.Empty, options);
    }

    /// <summary>Compiles a schema, by the default options.</summary>
    /// <param name="schema">The schema, as JSON in UTF-8.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="JsonSchemaException">It is broken, or refers to what is not registered.</exception>
    public static JsonSchema Compile(ReadOnlySpan<byte> schema) => Compile(schema, new JsonSchemaOptions());

    /// <summary>Compiles a schema.</summary>
    /// <param name="schema">The schema, as JSON in UTF-8.</param>
    /// <param name="options">How to read it, and what to ask it.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="JsonSchemaException">It is broken, or refers to what is not registered.</exception>
    /// <exception cref="ArgumentOutOfRangeException">One of the options is out of its range.</exception>
    public static JsonSchema Compile(ReadOnlySpan<byte> schema, JsonSchemaOptions options) => Compile(schema.ToArray(), string.Empty, options);

    /// <summary>Compiles the schema in a file. Other files are read only if they are among <see cref="JsonSchemaOptions.Documents"/>.</summary>
    /// <param name="path">The file, whose path errors tell.</param>
    /// <param name="options">How to read it, and what to ask it; <see langword="null"/> for the defaults.</param>
    /// <returns>The schema.</returns>
    /// <exception cref="JsonSchemaException">It is broken, or refers to what is not registered.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    public static JsonSchema CompileFile(string path, JsonSchemaOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Compile(File.ReadAllBytes(path), path, options ?? new JsonSchemaOptions());
    }

    /// <summary>Validates a document.</summary>
    /// <param name="document">The document, as JSON in UTF-8.</param>
    /// <returns>What was found.</returns>
    public JsonSchemaResult Validate(ReadOnlySpan<byte> document) => SchemaValidation.Validate(document, _program, _limits);

    /// <summary>Validates a document. One that lies in several pieces is copied to memory of a pool first.</summary>
    /// <param name="document">The document, as JSON in UTF-8.</param>
    /// <returns>What was found.</returns>
    public JsonSchemaResult Validate(in ReadOnlySequence<byte> document)
    {
        if (document.IsSingleSegment || document.Length > _limits.MaxBytes)
        {
            return document.Length > _limits.MaxBytes ? SchemaValidation.TooLarge : Validate(document.FirstSpan);
        }

        var length = (int)document.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            document.CopyTo(buffer);
            return Validate(buffer.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Reads a pipe to its end, or past <see cref="JsonSchemaOptions.MaxBytes"/>, and validates what is in it. The bytes stay in the pipe: whoever reads next
    /// reads them from the start.
    /// </summary>
    /// <param name="reader">The pipe.</param>
    /// <param name="cancellationToken">Ends the wait for more bytes.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async ValueTask<JsonSchemaResult> ValidateAsync(PipeReader reader, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.IsCanceled)
            {
                reader.AdvanceTo(read.Buffer.Start);
                throw new OperationCanceledException(cancellationToken);
            }

            if (read.IsCompleted || read.Buffer.Length > _limits.MaxBytes)
            {
                var result = Validate(read.Buffer);
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.Start);
                return result;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>A metaschema, which is not held against itself.</summary>
    internal static JsonSchema CompileMeta(JsonElement schema, JsonSchemaOptions options) =>
        new(SchemaCompiler.Compile(schema, string.Empty, options, checksSchemas: false), options);

    private static JsonSchema Compile(byte[] schema, string name, JsonSchemaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new JsonSchema(SchemaCompiler.Compile(SchemaRegistry.Parse(schema, name), name, options), options);
    }
}
