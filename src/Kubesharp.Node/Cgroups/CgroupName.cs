using System.Collections.Immutable;

namespace Kubesharp.Node.Cgroups;

/// <summary>A cgroup by the logical names on its way from the root, independent of the driver.</summary>
public readonly record struct CgroupName(ImmutableArray<string> Parts)
{
    /// <summary>The top of everything that belongs to pods.</summary>
    public static CgroupName Pods { get; } = new(["kubepods"]);

    public CgroupName Child(string part) => new(Parts.Add(part));

    /// <summary>The parent of the pods of a class, below this top; Guaranteed pods hang directly below the top.</summary>
    public CgroupName OfClass(PodQosClass qos) => qos switch
    {
        PodQosClass.Burstable => Child("burstable"),
        PodQosClass.BestEffort => Child("besteffort"),
        _ => this,
    };

    /// <summary>The cgroup of a pod, below this top.</summary>
    public CgroupName OfPod(PodQosClass qos, string uid) => OfClass(qos).Child("pod" + uid);

    /// <summary>The path below the mount point, with a leading slash.</summary>
    public string ToPath(CgroupDriver driver)
    {
        if (driver == CgroupDriver.Cgroupfs) return "/" + string.Join('/', Parts);

        // A slice carries the names of all its parents, joined by dashes, so that dashes inside a name become underscores.
        var path = new System.Text.StringBuilder();
        var slice = new System.Text.StringBuilder();
        foreach (var part in Parts)
        {
            if (slice.Length > 0) slice.Append('-');
            slice.Append(part.Replace('-', '_'));
            path.Append('/').Append(slice).Append(".slice");
        }

        return path.ToString();
    }

    /// <summary>What CRI wants as the parent of a sandbox: the path for cgroupfs, the last slice for systemd.</summary>
    public string ToCgroupParent(CgroupDriver driver)
    {
        var path = ToPath(driver);
        return driver == CgroupDriver.Cgroupfs ? path : path[(path.LastIndexOf('/') + 1)..];
    }

    public bool Equals(CgroupName other) => Parts.AsSpan().SequenceEqual(other.Parts.AsSpan());

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var part in Parts) hash.Add(part);
        return hash.ToHashCode();
    }
}
