using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.ApiRegistration.V1;

[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService")]
[Kind("apiregistration.k8s.io", "v1", "APIService")]
[Resource("apiservices", "apiservice", Namespaced = false, Categories = "api-extensions")]
public sealed partial record APIService
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public APIServiceSpec Spec { get; init; } = APIServiceSpec.Empty;

    [Field(3)]
    public APIServiceStatus Status { get; init; } = APIServiceStatus.Empty;
}

[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition")]
public sealed partial record APIServiceCondition
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(5)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceList")]
[Kind("apiregistration.k8s.io", "v1", "APIServiceList")]
public sealed partial record APIServiceList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<APIService> Items { get; init; }
}

[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec")]
public sealed partial record APIServiceSpec
{
    [Field(1)]
    public ServiceReference? Service { get; init; }

    [Field(2)]
    public string Group { get; init; } = "";

    [Field(3)]
    public string Version { get; init; } = "";

    [Field(4)]
    public bool InsecureSkipTLSVerify { get; init; }

    [Field(5, ListType = ListType.Atomic)]
    public ByteString CaBundle { get; init; }

    [Field(7, Always = true, Required = true)]
    public int GroupPriorityMinimum { get; init; }

    [Field(8, Always = true, Required = true)]
    public int VersionPriority { get; init; }
}

[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus")]
public sealed partial record APIServiceStatus
{
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<APIServiceCondition> Conditions { get; init; }
}

[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference")]
public sealed partial record ServiceReference
{
    [Field(1)]
    public string Namespace { get; init; } = "";

    [Field(2)]
    public string Name { get; init; } = "";

    [Field(3)]
    public int? Port { get; init; }
}
