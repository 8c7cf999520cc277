namespace Kubesharp.Scheduler.Extenders;

/// <summary>An extender could not be reached, or did not answer as it must.</summary>
public sealed class ExtenderException(string message, Exception? inner = null) : Exception(message, inner);
