namespace Kubesharp.Scheduler.Configuration;

/// <summary>A configuration that the scheduler cannot run with; the message says what is wrong with it.</summary>
public sealed class ConfigurationException(string message, Exception? inner = null) : Exception(message, inner);
