using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.FlowControl.V1;

/// <summary>Which requests get which priority level.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchema")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema")]
[Resource("flowschemas", "flowschema", Namespaced = false)]
public sealed partial record FlowSchema
{
    /// <summary>Name, namespace, labels and the other data every object has.</summary>
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    /// <summary>What is wanted.</summary>
    [Field(2)]
    public FlowSchemaSpec Spec { get; init; } = FlowSchemaSpec.Empty;

    /// <summary>What was last observed. Written by the system.</summary>
    [Field(3)]
    public FlowSchemaStatus Status { get; init; } = FlowSchemaStatus.Empty;
}

/// <summary>What tells flows apart.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod")]
public sealed partial record FlowDistinguisherMethod
{
    /// <summary>ByUser or ByNamespace.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";
}

/// <summary>One aspect of the state of the object.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaCondition")]
public sealed partial record FlowSchemaCondition
{
    /// <summary>Name of the condition.</summary>
    [Field(1)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2)]
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

/// <summary>A list of FlowSchema objects.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaList")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "FlowSchemaList")]
public sealed partial record FlowSchemaList
{
    /// <summary>Version of the list and, where it was cut, how to continue.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>The objects.</summary>
    [Field(2, Always = true, Required = true)]
    public ValueList<FlowSchema> Items { get; init; }
}

/// <summary>The requests and their level.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaSpec")]
public sealed partial record FlowSchemaSpec
{
    /// <summary>The priority level.</summary>
    [Field(1, Required = true)]
    public PriorityLevelConfigurationReference PriorityLevelConfiguration { get; init; } = PriorityLevelConfigurationReference.Empty;

    /// <summary>Place among the others, lower comes first; 1 to 10000. Default 1000.</summary>
    [Field(2, Always = true)]
    public int MatchingPrecedence { get; init; }

    /// <summary>What tells the flows of the schema apart.</summary>
    [Field(3)]
    public FlowDistinguisherMethod? DistinguisherMethod { get; init; }

    /// <summary>The requests.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<PolicyRulesWithSubjects> Rules { get; init; }
}

/// <summary>What was last observed.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaStatus")]
public sealed partial record FlowSchemaStatus
{
    /// <summary>Whether the priority level is missing.</summary>
    [Field(1, Merge = true, MergeKey = "type", ListType = ListType.Map, ListMapKeys = "type")]
    public ValueList<FlowSchemaCondition> Conditions { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.GroupSubject")]
public sealed partial record GroupSubject
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

[ApiType("io.k8s.api.flowcontrol.v1.NonResourcePolicyRule")]
public sealed partial record NonResourcePolicyRule
{
    [Field(1, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Verbs { get; init; }

    [Field(6, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> NonResourceURLs { get; init; }
}

/// <summary>Requests of some users.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects")]
public sealed partial record PolicyRulesWithSubjects
{
    /// <summary>The users.</summary>
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<Subject> Subjects { get; init; }

    /// <summary>Requests for resources.</summary>
    [Field(2, ListType = ListType.Atomic)]
    public ValueList<ResourcePolicyRule> ResourceRules { get; init; }

    /// <summary>Requests for other paths.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<NonResourcePolicyRule> NonResourceRules { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.PriorityLevelConfigurationReference")]
public sealed partial record PriorityLevelConfigurationReference
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

[ApiType("io.k8s.api.flowcontrol.v1.ResourcePolicyRule")]
public sealed partial record ResourcePolicyRule
{
    [Field(1, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Verbs { get; init; }

    [Field(2, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> ApiGroups { get; init; }

    [Field(3, Always = true, Required = true, ListType = ListType.Set)]
    public ValueList<string> Resources { get; init; }

    [Field(4)]
    public bool ClusterScope { get; init; }

    [Field(5, Always = true, ListType = ListType.Set)]
    public ValueList<string> Namespaces { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.ServiceAccountSubject")]
public sealed partial record ServiceAccountSubject
{
    [Field(1, Always = true, Required = true)]
    public string Namespace { get; init; } = "";

    [Field(2, Always = true, Required = true)]
    public string Name { get; init; } = "";
}

/// <summary>A user, a group or a service account.</summary>
[ApiType("io.k8s.api.flowcontrol.v1.Subject")]
public sealed partial record Subject
{
    /// <summary>User, Group or ServiceAccount.</summary>
    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(2)]
    public UserSubject? User { get; init; }

    [Field(3)]
    public GroupSubject? Group { get; init; }

    [Field(4)]
    public ServiceAccountSubject? ServiceAccount { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.UserSubject")]
public sealed partial record UserSubject
{
    [Field(1, Always = true, Required = true)]
    public string Name { get; init; } = "";
}
