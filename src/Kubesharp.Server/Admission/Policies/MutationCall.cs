using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>A policy to be carried out on a request.</summary>
/// <param name="Policy">The policy.</param>
/// <param name="Binding">By what it is bound.</param>
/// <param name="Resource">The resource as which the policy means the request.</param>
/// <param name="Parameter">The parameter that the binding gives it, or null.</param>
internal sealed record MutationCall(MutatingAdmissionPolicy Policy, MutatingAdmissionPolicyBinding Binding, ResourceInfo Resource, IKubernetesObject? Parameter)
{
    /// <summary>By what it is known again when the request is gone through a second time.</summary>
    public (string Policy, string Binding, string Namespace, string Parameter) Key =>
        (Policy.Metadata.Name, Binding.Metadata.Name, Parameter?.Metadata.Namespace ?? "", Parameter?.Metadata.Name ?? "");
}
