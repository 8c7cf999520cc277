namespace Kubesharp.Api.Core.V1;

/// <summary>Security settings of a pod, and of its containers where they set nothing else.</summary>
[ApiType("io.k8s.api.core.v1.PodSecurityContext", Shared = true)]
public sealed partial record PodSecurityContext
{
    /// <summary>SELinux context of the containers.</summary>
    [Field(1)]
    public SELinuxOptions? SeLinuxOptions { get; init; }

    /// <summary>Settings for Windows.</summary>
    [Field(8)]
    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    /// <summary>User the processes run as. Default: the image's.</summary>
    [Field(2)]
    public long? RunAsUser { get; init; }

    /// <summary>Primary group the processes run with.</summary>
    [Field(6)]
    public long? RunAsGroup { get; init; }

    /// <summary>Refuses to start as root. Default false.</summary>
    [Field(3)]
    public bool? RunAsNonRoot { get; init; }

    /// <summary>Further groups of the processes.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<long> SupplementalGroups { get; init; }

    /// <summary>Merge (default) adds groups the image knows for the user, Strict takes only those given here.</summary>
    [Field(12, Enum = typeof(SupplementalGroupsPolicy))]
    public string? SupplementalGroupsPolicy { get; init; }

    /// <summary>Group that owns the files of the volumes and is added to the processes.</summary>
    [Field(5)]
    public long? FsGroup { get; init; }

    /// <summary>Kernel parameters to set for the pod.</summary>
    [Field(7, ListType = ListType.Atomic)]
    public ValueList<Sysctl> Sysctls { get; init; }

    /// <summary>When owners of volume files are changed: Always (default) or OnRootMismatch.</summary>
    [Field(9, Enum = typeof(PodFSGroupChangePolicy))]
    public string? FsGroupChangePolicy { get; init; }

    /// <summary>Filter for system calls.</summary>
    [Field(10)]
    public SeccompProfile? SeccompProfile { get; init; }

    /// <summary>AppArmor profile.</summary>
    [Field(11)]
    public AppArmorProfile? AppArmorProfile { get; init; }

    /// <summary>How volumes get their SELinux label: MountOption or Recursive.</summary>
    [Field(13)]
    public string? SeLinuxChangePolicy { get; init; }
}

/// <summary>A kernel parameter.</summary>
[ApiType("io.k8s.api.core.v1.Sysctl")]
public sealed partial record Sysctl
{
    /// <summary>Name of the parameter, such as net.core.somaxconn.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Its value.</summary>
    [Field(2, Always = true, Required = true)]
    public string Value { get; init; } = "";
}
