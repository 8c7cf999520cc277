namespace Kubesharp.Api.Core.V1;

/// <summary>Security settings of a container.</summary>
[ApiType("io.k8s.api.core.v1.SecurityContext", Shared = true)]
public sealed partial record SecurityContext
{
    /// <summary>Linux capabilities to add or drop.</summary>
    [Field(1)]
    public Capabilities? Capabilities { get; init; }

    /// <summary>Gives the container nearly all rights of root on the node. Default false.</summary>
    [Field(2)]
    public bool? Privileged { get; init; }

    /// <summary>SELinux context of the container.</summary>
    [Field(3)]
    public SELinuxOptions? SeLinuxOptions { get; init; }

    /// <summary>Settings for Windows.</summary>
    [Field(10)]
    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    /// <summary>User the process runs as. Default: the image's.</summary>
    [Field(4)]
    public long? RunAsUser { get; init; }

    /// <summary>Primary group the process runs with.</summary>
    [Field(8)]
    public long? RunAsGroup { get; init; }

    /// <summary>Refuses to start as root. Default false.</summary>
    [Field(5)]
    public bool? RunAsNonRoot { get; init; }

    /// <summary>Makes the file system of the image read-only. Default false.</summary>
    [Field(6)]
    public bool? ReadOnlyRootFilesystem { get; init; }

    /// <summary>Whether a process may gain more rights than its parent, as setuid programs do. Default true.</summary>
    [Field(7)]
    public bool? AllowPrivilegeEscalation { get; init; }

    /// <summary>How /proc is mounted: Default (with parts hidden) or Unmasked.</summary>
    [Field(9, Enum = typeof(ProcMountType))]
    public string? ProcMount { get; init; }

    /// <summary>Filter for system calls.</summary>
    [Field(11)]
    public SeccompProfile? SeccompProfile { get; init; }

    /// <summary>AppArmor profile.</summary>
    [Field(12)]
    public AppArmorProfile? AppArmorProfile { get; init; }
}

/// <summary>Linux capabilities beside the runtime's usual ones.</summary>
[ApiType("io.k8s.api.core.v1.Capabilities")]
public sealed partial record Capabilities
{
    /// <summary>Capabilities to add, such as NET_ADMIN.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Add { get; init; }

    /// <summary>Capabilities to take away; ALL takes all.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<string> Drop { get; init; }
}
