using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Finds the parameters that a binding gives to its policy.</summary>
internal sealed class PolicyParameters(IObjectReader objects, PolicyKinds kinds)
{
    /// <summary>The objects to evaluate a policy with, one by one: a single null when it takes none.</summary>
    /// <param name="kind">The kind that the policy wants.</param>
    /// <param name="reference">What the binding says.</param>
    /// <param name="ns">Namespace of the request.</param>
    /// <param name="parameters">The objects.</param>
    /// <param name="problem">Why there are none, when the result is false.</param>
    public bool TryFind(ParamKind? kind, ParamRef? reference, string ns, out IReadOnlyList<IKubernetesObject?> parameters, out string problem)
    {
        (parameters, problem) = ([null], "");
        if (kind is null || reference is null) return true;
        var wanted = KindOf(kind);
        if (kinds.Find(wanted) is not { } resource || objects.List(wanted, NamespaceOf(reference, ns)) is not { } all)
        {
            problem = WhyUnknown(kind) ?? "";
            return false;
        }

        if (resource.Info.Namespaced && NamespaceOf(reference, ns).Length == 0)
        {
            problem = "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources";
            return false;
        }

        if (!resource.Info.Namespaced && reference.Namespace.Length > 0)
        {
            problem = "paramRef.namespace must not be provided for a cluster-scoped `paramKind`";
            return false;
        }

        parameters = [.. all.Where(one => reference.Name.Length > 0 ? one.Metadata.Name == reference.Name : LabelSelectorValidator.Matches(reference.Selector, one.Metadata.Labels))];
        if (parameters.Count > 0 || reference.ParameterNotFoundAction == ParameterNotFoundActionType.Allow) return true;
        problem = "no params found for policy binding with `Deny` parameterNotFoundAction";
        return false;
    }

    /// <summary>Why a policy cannot have parameters of a kind; null when it can.</summary>
    public string? WhyUnknown(ParamKind? kind) =>
        kind is null || kinds.Find(KindOf(kind)) is { StoredAs: null, Strategy: not null } ? null : $"failed to find resource referenced by paramKind: '{kind.ApiVersion}, Kind={kind.Kind}'";

    private static string NamespaceOf(ParamRef reference, string ns) => reference.Namespace.Length > 0 ? reference.Namespace : ns;

    private static GroupVersionKind KindOf(ParamKind kind)
    {
        var slash = kind.ApiVersion.IndexOf('/');
        return new(slash < 0 ? "" : kind.ApiVersion[..slash], kind.ApiVersion[(slash + 1)..], kind.Kind);
    }
}
