using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.FlowControl.V1;

[ApiType("io.k8s.api.flowcontrol.v1.FlowSchema")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "FlowSchema")]
[Resource("flowschemas", "flowschema", Namespaced = false)]
public sealed partial record FlowSchema
{
    [Field(1)]
    public ObjectMeta Metadata { get; init; } = ObjectMeta.Empty;

    [Field(2)]
    public FlowSchemaSpec Spec { get; init; } = FlowSchemaSpec.Empty;

    [Field(3)]
    public FlowSchemaStatus Status { get; init; } = FlowSchemaStatus.Empty;
}

[ApiType("io.k8s.api.flowcontrol.v1.FlowDistinguisherMethod")]
public sealed partial record FlowDistinguisherMethod
{
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";
}

[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaCondition")]
public sealed partial record FlowSchemaCondition
{
    [Field(1)]
    public string Type { get; init; } = "";

    [Field(2)]
    public string Status { get; init; } = "";

    [Field(3, Always = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    [Field(4)]
    public string Reason { get; init; } = "";

    [Field(5)]
    public string Message { get; init; } = "";
}

[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaList")]
[Kind("flowcontrol.apiserver.k8s.io", "v1", "FlowSchemaList")]
public sealed partial record FlowSchemaList
{
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    [Field(2, Always = true, Required = true)]
    public ValueList<FlowSchema> Items { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaSpec")]
public sealed partial record FlowSchemaSpec
{
    [Field(1, Required = true)]
    public PriorityLevelConfigurationReference PriorityLevelConfiguration { get; init; } = PriorityLevelConfigurationReference.Empty;

    [Field(2, Always = true)]
    public int MatchingPrecedence { get; init; }

    [Field(3)]
    public FlowDistinguisherMethod? DistinguisherMethod { get; init; }

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<PolicyRulesWithSubjects> Rules { get; init; }
}

[ApiType("io.k8s.api.flowcontrol.v1.FlowSchemaStatus")]
public sealed partial record FlowSchemaStatus
{
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

[ApiType("io.k8s.api.flowcontrol.v1.PolicyRulesWithSubjects")]
public sealed partial record PolicyRulesWithSubjects
{
    [Field(1, Always = true, Required = true, ListType = ListType.Atomic)]
    public ValueList<Subject> Subjects { get; init; }

    [Field(2, ListType = ListType.Atomic)]
    public ValueList<ResourcePolicyRule> ResourceRules { get; init; }

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

[ApiType("io.k8s.api.flowcontrol.v1.Subject")]
public sealed partial record Subject
{
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
