namespace Kubesharp.Client;

/// <summary>A reconcile failed in a way that trying again cannot mend; it is logged, and the key waits for the next change.</summary>
public sealed class TerminalReconcileException(string message, Exception? inner = null) : Exception(message, inner);
