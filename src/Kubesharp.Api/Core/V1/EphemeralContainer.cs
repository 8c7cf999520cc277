namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.EphemeralContainer")]
public sealed partial record EphemeralContainer
{
    [Inline(1)]
    public EphemeralContainerCommon EphemeralContainerCommon { get; init; } = EphemeralContainerCommon.Empty;

    [Field(2)]
    public string TargetContainerName { get; init; } = "";
}

[ApiType("io.k8s.api.core.v1.EphemeralContainerCommon")]
public sealed partial record EphemeralContainerCommon
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string Image { get; init; } = "";

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Command { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> Args { get; init; }

    [Field(5)]
    public string WorkingDir { get; init; } = "";

    [Field(6, Merge = true, MergeKey = "containerPort", ListType = ListType.Map, ListMapKeys = "containerPort,protocol")]
    public ValueList<ContainerPort> Ports { get; init; }

    [Field(19, ListType = ListType.Atomic)]
    public ValueList<EnvFromSource> EnvFrom { get; init; }

    [Field(7, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<EnvVar> Env { get; init; }

    [Field(8)]
    public ResourceRequirements Resources { get; init; } = ResourceRequirements.Empty;

    [Field(23, ListType = ListType.Atomic)]
    public ValueList<ContainerResizePolicy> ResizePolicy { get; init; }

    [Field(24)]
    public string? RestartPolicy { get; init; }

    [Field(25, ListType = ListType.Atomic)]
    public ValueList<ContainerRestartRule> RestartPolicyRules { get; init; }

    [Field(9, Merge = true, MergeKey = "mountPath", ListType = ListType.Map, ListMapKeys = "mountPath")]
    public ValueList<VolumeMount> VolumeMounts { get; init; }

    [Field(21, Merge = true, MergeKey = "devicePath", ListType = ListType.Map, ListMapKeys = "devicePath")]
    public ValueList<VolumeDevice> VolumeDevices { get; init; }

    [Field(10)]
    public Probe? LivenessProbe { get; init; }

    [Field(11)]
    public Probe? ReadinessProbe { get; init; }

    [Field(22)]
    public Probe? StartupProbe { get; init; }

    [Field(12)]
    public Lifecycle? Lifecycle { get; init; }

    [Field(13)]
    public string TerminationMessagePath { get; init; } = "";

    [Field(20, Enum = typeof(TerminationMessagePolicy))]
    public string TerminationMessagePolicy { get; init; } = "";

    [Field(14, Enum = typeof(PullPolicy))]
    public string ImagePullPolicy { get; init; } = "";

    [Field(15)]
    public SecurityContext? SecurityContext { get; init; }

    [Field(16)]
    public bool Stdin { get; init; }

    [Field(17)]
    public bool StdinOnce { get; init; }

    [Field(18)]
    public bool Tty { get; init; }
}
