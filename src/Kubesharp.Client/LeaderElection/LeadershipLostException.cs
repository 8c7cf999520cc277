namespace Kubesharp.Client;

/// <summary>The Lease could not be renewed in time, and another may lead by now. The work done as leader has been cancelled.</summary>
public sealed class LeadershipLostException(string lease) : Exception($"leader election lost: {lease}");
