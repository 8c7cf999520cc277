namespace Kubesharp.Bench;

/// <summary>A benchmark could not be run; the message says why.</summary>
internal sealed class BenchException(string message) : Exception(message);
