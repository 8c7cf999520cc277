using Kubesharp.Api.Schema;

namespace Kubesharp.Server.Patch;

/// <summary>Applies patches other than server-side apply.</summary>
public interface IPatchEngine
{
    /// <summary>The patched object as JSON.</summary>
    /// <param name="type">Any but <see cref="PatchType.Apply"/>.</param>
    /// <param name="schema">The kind's schema; null for custom resources, which strategic merge does not support.</param>
    /// <param name="original">The object as JSON.</param>
    /// <param name="patch">The request body as JSON (YAML was converted before).</param>
    /// <remarks>Throws a StatusException: The patch is malformed (400) or does not fit the object (422).</remarks>
    byte[] Apply(PatchType type, TypeSchema? schema, ReadOnlySpan<byte> original, ReadOnlySpan<byte> patch);
}
