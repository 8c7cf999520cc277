namespace Kubesharp.Node.Nodes;

/// <summary>What the machine is short of.</summary>
public readonly record struct NodePressure(bool Memory, bool Disk, bool Pids);
