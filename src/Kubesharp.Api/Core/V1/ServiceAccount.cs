using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ServiceAccount")]
[Kind("", "v1", "ServiceAccount")]
[Resource("serviceaccounts", "serviceaccount", Namespaced = true, ShortNames = "sa")]
public sealed partial record ServiceAccount
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2, Merge = true, MergeKey = "name", ListType = ListType.Map, ListMapKeys = "name")]
    public ValueList<ObjectReference> Secrets { get; init; }

    [Field(3, ListType = ListType.Atomic)]
    public ValueList<LocalObjectReference> ImagePullSecrets { get; init; }

    [Field(4)]
    public bool? AutomountServiceAccountToken { get; init; }
}

[ApiType("io.k8s.api.core.v1.ServiceAccountList")]
[Kind("", "v1", "ServiceAccountList")]
public sealed partial record ServiceAccountList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<ServiceAccount> Items { get; init; }
}
