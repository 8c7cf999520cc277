using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.ApiRegistration.V1;

/// <summary>A group and version of the API, served here or by another server.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIService")]
[Kind("apiregistration.k8s.io", "v1", "APIService")]
[Resource("apiservices", "apiservice", Namespaced = false, Categories = "api-extensions")]
public sealed partial record APIService
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public APIServiceSpec Spec { get; init; } = APIServiceSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public APIServiceStatus Status { get; init; } = APIServiceStatus.Empty;
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceCondition")]
public sealed partial record APIServiceCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(4)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(5)]
    public string Message { get; init; } = "";
}

/// <summary>A list of APIService objects.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceList")]
[Kind("apiregistration.k8s.io", "v1", "APIServiceList")]
public sealed partial record APIServiceList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<APIService> Items { get; init; }
}

/// <summary>Who serves the version.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceSpec")]
public sealed partial record APIServiceSpec
{
    /// <summary>Service that answers for it. Absent when served here.</summary>
    [Field(1)]
    public ServiceReference? Service { get; init; }

    /// <summary>The group.</summary>
    [Field(2)]
    public string Group { get; init; } = "";

    /// <summary>The version.</summary>
    [Field(3)]
    public string Version { get; init; } = "";

    /// <summary>Does not check the server's certificate. Default false.</summary>
    [Field(4)]
    public bool InsecureSkipTLSVerify { get; init; }

    /// <summary>Certificates of the authority the server's certificate must come from, in base64.</summary>
    [Field(5, ListType = ListType.Atomic)]
    public ByteString CaBundle { get; init; }

    /// <summary>Place of the group among others; higher comes first.</summary>
    [Field(7, Always = true, Required = true)]
    public int GroupPriorityMinimum { get; init; }

    /// <summary>Place of the version in its group; higher comes first.</summary>
    [Field(8, Always = true, Required = true)]
    public int VersionPriority { get; init; }
}

/// <summary>What was last observed.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.APIServiceStatus")]
public sealed partial record APIServiceStatus
{
    /// <summary>Whether it is available.</summary>
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<APIServiceCondition> Conditions { get; init; }
}

/// <summary>A Service that answers for the API server.</summary>
[ApiType("io.k8s.kube-aggregator.pkg.apis.apiregistration.v1.ServiceReference")]
public sealed partial record ServiceReference
{
    /// <summary>Namespace of the Service.</summary>
    [Field(1)]
    public string Namespace { get; init; } = "";

    /// <summary>Name of the Service.</summary>
    [Field(2)]
    public string Name { get; init; } = "";

    /// <summary>Port of the Service. Default 443.</summary>
    [Field(3)]
    public int? Port { get; init; }
}
