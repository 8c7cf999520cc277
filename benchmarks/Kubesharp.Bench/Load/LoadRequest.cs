namespace Kubesharp.Bench.Load;

/// <summary>One request.</summary>
internal readonly record struct LoadRequest(string Method, ReadOnlyMemory<byte> Path, string ContentType, ReadOnlyMemory<byte> Body);
