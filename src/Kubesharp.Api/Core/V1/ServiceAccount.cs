using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

/// <summary>An identity for programs in pods.</summary>
[ApiType("io.k8s.api.core.v1.ServiceAccount")]
[Kind("", "v1", "ServiceAccount")]
[Resource("serviceaccounts", "serviceaccount", Namespaced = true, ShortNames = "sa")]
public sealed partial record ServiceAccount
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>Secrets its pods may use; not enforced any more.</summary>
    [Field(2, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<ObjectReference> Secrets { get; init; }

    /// <summary>Secrets with credentials for registries, given to its pods.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<LocalObjectReference> ImagePullSecrets { get; init; }

    /// <summary>Whether its pods get a token mounted. Default true.</summary>
    [Field(4)]
    public bool? AutomountServiceAccountToken { get; init; }
}

/// <summary>A list of ServiceAccount objects.</summary>
[ApiType("io.k8s.api.core.v1.ServiceAccountList")]
[Kind("", "v1", "ServiceAccountList")]
public sealed partial record ServiceAccountList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<ServiceAccount> Items { get; init; }
}
