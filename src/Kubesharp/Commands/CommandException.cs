namespace Kubesharp.Commands;

/// <summary>Ends a command with one line that says what to do.</summary>
public sealed class CommandException(string message) : Exception(message);
