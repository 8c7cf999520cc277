namespace Kubesharp.Node.Volumes;

/// <summary>Why one volume cannot be made; the caller says which volume it is.</summary>
internal sealed class VolumeSourceException(string message, Exception? inner = null) : Exception(message, inner);
