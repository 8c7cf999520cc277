namespace Kubesharp.Server.Hosting;

/// <summary>The managed memory of a process.</summary>
public interface IHeap
{
    /// <summary>Bytes allocated since the process began.</summary>
    long AllocatedBytes { get; }

    /// <summary>Collects garbage and gives free memory back to the system.</summary>
    void Collect();
}
