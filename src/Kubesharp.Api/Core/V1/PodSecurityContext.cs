namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.PodSecurityContext")]
public sealed partial record PodSecurityContext
{
    [Field(1)]
    public SELinuxOptions? SeLinuxOptions { get; init; }

    [Field(8)]
    public WindowsSecurityContextOptions? WindowsOptions { get; init; }

    [Field(2)]
    public long? RunAsUser { get; init; }

    [Field(6)]
    public long? RunAsGroup { get; init; }

    [Field(3)]
    public bool? RunAsNonRoot { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<long> SupplementalGroups { get; init; }

    [Field(12, Enum = typeof(SupplementalGroupsPolicy))]
    public string? SupplementalGroupsPolicy { get; init; }

    [Field(5)]
    public long? FsGroup { get; init; }

    [Field(7, ListType = ListType.Atomic)]
    public ValueList<Sysctl> Sysctls { get; init; }

    [Field(9, Enum = typeof(PodFSGroupChangePolicy))]
    public string? FsGroupChangePolicy { get; init; }

    [Field(10)]
    public SeccompProfile? SeccompProfile { get; init; }

    [Field(11)]
    public AppArmorProfile? AppArmorProfile { get; init; }

    [Field(13)]
    public string? SeLinuxChangePolicy { get; init; }
}

[ApiType("io.k8s.api.core.v1.Sysctl")]
public sealed partial record Sysctl
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Value { get; init; } = "";
}
