namespace Kubesharp.Api.Core.V1;

/// <summary>A process with its image, environment and limits, as part of a pod.</summary>
[ApiType("io.k8s.api.core.v1.Container")]
public sealed partial record Container
{
    /// <summary>Name of the container, unique in the pod. It cannot be changed.</summary>
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Image to run, such as nginx:1.27.</summary>
    [Field(2)]
    public string Image { get; init; } = "";

    /// <summary>Program and arguments in place of the image's entry point. $(NAME) stands for an environment variable.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Command { get; init; }

    /// <summary>Arguments in place of the image's own. $(NAME) stands for an environment variable.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> Args { get; init; }

    /// <summary>Directory the process starts in. Default: the image's.</summary>
    [Field(5)]
    public string WorkingDir { get; init; } = "";

    /// <summary>Ports the container listens on. Others are reachable as well; the list informs and gives names.</summary>
    [Field(6, Merge = true, MergeKey = "containerPort", ListType = ListType.Map, ListMapKeys = "containerPort,protocol")]
    public ValueList<ContainerPort> Ports { get; init; }

    /// <summary>ConfigMaps and Secrets whose keys all become environment variables. Later ones win, and env wins over all.</summary>
    [Field(19, ListType = ListType.Atomic)]
    public ValueList<EnvFromSource> EnvFrom { get; init; }

    /// <summary>Environment variables.</summary>
    [Field(7, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<EnvVar> Env { get; init; }

    /// <summary>Processor, memory and other resources the container asks for and may use.</summary>
    [Field(8)]
    public ResourceRequirements Resources { get; init; } = ResourceRequirements.Empty;

    /// <summary>Whether the container restarts when a resource is changed.</summary>
    [Field(23, ListType = ListType.Atomic)]
    public ValueList<ContainerResizePolicy> ResizePolicy { get; init; }

    /// <summary>When the container starts again, in place of the pod's policy. Always makes an init container a sidecar.</summary>
    [Field(24)]
    public string? RestartPolicy { get; init; }

    /// <summary>Exceptions to the restart policy by exit code; the first that matches counts.</summary>
    [Field(25, ListType = ListType.Atomic)]
    public ValueList<ContainerRestartRule> RestartPolicyRules { get; init; }

    /// <summary>Volumes of the pod to mount, and where.</summary>
    [Field(9, Merge = true, MergeKey = "mountPath", ListType = ListType.Map, ListMapKeys = "mountPath")]
    public ValueList<VolumeMount> VolumeMounts { get; init; }

    /// <summary>Volumes of the pod to use as block devices, and where.</summary>
    [Field(21, Merge = true, MergeKey = "devicePath", ListType = ListType.Map, ListMapKeys = "devicePath")]
    public ValueList<VolumeDevice> VolumeDevices { get; init; }

    /// <summary>Check that restarts the container when it fails.</summary>
    [Field(10)]
    public Probe? LivenessProbe { get; init; }

    /// <summary>Check that takes the pod out of Services while it fails.</summary>
    [Field(11)]
    public Probe? ReadinessProbe { get; init; }

    /// <summary>Check that must succeed once before the others begin, for programs that start slowly.</summary>
    [Field(22)]
    public Probe? StartupProbe { get; init; }

    /// <summary>What to run after the start and before the end.</summary>
    [Field(12)]
    public Lifecycle? Lifecycle { get; init; }

    /// <summary>File whose content is shown as the reason when the container ended. Default /dev/termination-log.</summary>
    [Field(13)]
    public string TerminationMessagePath { get; init; } = "";

    /// <summary>File reads that file only; FallbackToLogsOnError takes the end of the log when it is empty and the container failed. Default File.</summary>
    [Field(20, Enum = typeof(TerminationMessagePolicy))]
    public string TerminationMessagePolicy { get; init; } = "";

    /// <summary>When the image is pulled: Always, IfNotPresent or Never. Default Always for the tag latest, otherwise IfNotPresent.</summary>
    [Field(14, Enum = typeof(PullPolicy))]
    public string ImagePullPolicy { get; init; } = "";

    /// <summary>Security settings of the container; they win over those of the pod.</summary>
    [Field(15)]
    public SecurityContext? SecurityContext { get; init; }

    /// <summary>Keeps the standard input open, so that one can attach to it. Default false.</summary>
    [Field(16)]
    public bool Stdin { get; init; }

    /// <summary>Closes the standard input after the first one who attached leaves. Default false.</summary>
    [Field(17)]
    public bool StdinOnce { get; init; }

    /// <summary>Gives the process a terminal; needs stdin. Default false.</summary>
    [Field(18)]
    public bool Tty { get; init; }
}
