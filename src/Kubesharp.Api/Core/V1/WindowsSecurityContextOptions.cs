namespace Kubesharp.Api.Core.V1;

/// <summary>Security settings for Windows.</summary>
[ApiType("io.k8s.api.core.v1.WindowsSecurityContextOptions")]
public sealed partial record WindowsSecurityContextOptions
{
    /// <summary>Name of the group managed service account specification.</summary>
    [Field(1)]
    public string? GmsaCredentialSpecName { get; init; }

    /// <summary>Content of that specification.</summary>
    [Field(2)]
    public string? GmsaCredentialSpec { get; init; }

    /// <summary>User the process runs as.</summary>
    [Field(3)]
    public string? RunAsUserName { get; init; }

    /// <summary>Runs the container as a process of the node. Default false.</summary>
    [Field(4)]
    public bool? HostProcess { get; init; }
}
