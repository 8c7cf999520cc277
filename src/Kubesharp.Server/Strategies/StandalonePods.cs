using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Strategies;

/// <summary>Makes pods that come from elsewhere what they would be had they been created through the API.</summary>
public static class StandalonePods
{
    /// <summary>Fills in what a pod leaves open, and checks it.</summary>
    /// <exception cref="StatusException">The pod is invalid.</exception>
    public static Pod Complete(Pod pod)
    {
        pod = PodDefaults.Apply(pod);
        var errors = new ErrorList();
        PodValidator.ValidateCreate(pod, errors);
        return errors.IsEmpty ? pod : throw StatusErrors.Invalid(Pod.Gvk, pod.Metadata.Name, errors);
    }
}
