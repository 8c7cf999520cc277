using Kubesharp.Api;
using Kubesharp.Api.Core.V1;

namespace Kubesharp.Node.Pods;

/// <summary>Questions that several parts of the agent ask about a pod's definition.</summary>
internal static class PodSpecExtensions
{
    private const long DefaultGraceSeconds = 30;

    /// <summary>The pod as events and messages name it: <c>name_namespace(uid)</c>.</summary>
    public static string Display(this Pod pod) => $"{pod.Metadata.Name}_{pod.Metadata.Namespace}({pod.Metadata.Uid})";

    /// <summary>The image that a volume is made of, or null when it is made of something else.</summary>
    public static ImageVolumeSource? ImageVolume(this Pod pod, string volume) => pod.Spec.Volumes.FirstOrDefault(other => other.Name == volume)?.Source.Image;

    /// <summary>How long the pod gets to end: what its deletion said, else what its definition says.</summary>
    public static TimeSpan GracePeriod(this Pod pod) => TimeSpan.FromSeconds(
        pod.Metadata.DeletionGracePeriodSeconds ?? pod.Spec.TerminationGracePeriodSeconds ?? DefaultGraceSeconds);

    public static Container ContainerAt(this Pod pod, ContainerStart start) => start.Kind switch
    {
        ContainerKind.Init => pod.Spec.InitContainers[start.Index],
        ContainerKind.Regular => pod.Spec.Containers[start.Index],
        _ => pod.Spec.EphemeralContainers[start.Index].AsContainer(),
    };

    /// <summary>Finds a container of any kind by its name.</summary>
    public static (Container Container, ContainerKind Kind)? FindContainer(this Pod pod, string name)
    {
        foreach (var container in pod.Spec.Containers)
        {
            if (container.Name == name) return (container, ContainerKind.Regular);
        }

        foreach (var container in pod.Spec.InitContainers)
        {
            if (container.Name == name) return (container, ContainerKind.Init);
        }

        foreach (var ephemeral in pod.Spec.EphemeralContainers)
        {
            if (ephemeral.EphemeralContainerCommon.Name == name) return (ephemeral.AsContainer(), ContainerKind.Ephemeral);
        }

        return null;
    }

    /// <summary>The part of an ephemeral container that is like any other container.</summary>
    public static Container AsContainer(this EphemeralContainer ephemeral)
    {
        var common = ephemeral.EphemeralContainerCommon;
        return new Container
        {
            Name = common.Name,
            Image = common.Image,
            Command = common.Command,
            Args = common.Args,
            WorkingDir = common.WorkingDir,
            EnvFrom = common.EnvFrom,
            Env = common.Env,
            VolumeMounts = common.VolumeMounts,
            VolumeDevices = common.VolumeDevices,
            TerminationMessagePath = common.TerminationMessagePath,
            TerminationMessagePolicy = common.TerminationMessagePolicy,
            ImagePullPolicy = common.ImagePullPolicy,
            SecurityContext = common.SecurityContext,
            Stdin = common.Stdin,
            StdinOnce = common.StdinOnce,
            Tty = common.Tty,
        };
    }

    /// <summary>Whether a container that has ended is started again, by its own rules, its own policy, or the pod's policy.</summary>
    public static bool RestartsAfter(this Pod pod, Container container, int exitCode)
    {
        if (container.FindRestartRule(exitCode) is not null) return true;
        return (container.RestartPolicy ?? pod.Spec.RestartPolicy) switch
        {
            RestartPolicy.Never => false,
            RestartPolicy.OnFailure => exitCode != 0,
            _ => true,
        };
    }

    /// <summary>The amount of a resource in one list, zero when it is not named.</summary>
    public static Quantity Amount(this ValueMap<Quantity> resources, string name) =>
        resources.TryGetValue(name, out var amount) ? amount : Quantity.Zero;
}
