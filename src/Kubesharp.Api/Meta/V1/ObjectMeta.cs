namespace Kubesharp.Api.Meta.V1;

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")]
public sealed partial record ObjectMeta
{
    [Field(1)]
    public string Name { get; init; } = "";

    [Field(2)]
    public string GenerateName { get; init; } = "";

    [Field(3)]
    public string Namespace { get; init; } = "";

    [Field(4)]
    public string SelfLink { get; init; } = "";

    [Field(5)]
    public string Uid { get; init; } = "";

    [Field(6)]
    public string ResourceVersion { get; init; } = "";

    [Field(7)]
    public long Generation { get; init; }

    [Field(8)]
    public DateTimeOffset CreationTimestamp { get; init; }

    [Field(9)]
    public DateTimeOffset? DeletionTimestamp { get; init; }

    [Field(10)]
    public long? DeletionGracePeriodSeconds { get; init; }

    [Field(11)]
    public ValueMap<string> Labels { get; init; }

    [Field(12)]
    public ValueMap<string> Annotations { get; init; }

    [Field(13, Merge = true, MergeKey = "uid", ListType = ListType.Map, ListMapKeys = "uid")]
    public ValueList<OwnerReference> OwnerReferences { get; init; }

    [Field(14, Merge = true, ListType = ListType.Set)]
    public ValueList<string> Finalizers { get; init; }

    [Field(17, ListType = ListType.Atomic)]
    public ValueList<ManagedFieldsEntry> ManagedFields { get; init; }
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry")]
public sealed partial record ManagedFieldsEntry
{
    [Field(1)]
    public string Manager { get; init; } = "";

    [Field(2)]
    public string Operation { get; init; } = "";

    [Field(3)]
    public string ApiVersion { get; init; } = "";

    [Field(4)]
    public DateTimeOffset? Time { get; init; }

    [Field(6)]
    public string FieldsType { get; init; } = "";

    [Field(7)]
    public RawJson? FieldsV1 { get; init; }

    [Field(8)]
    public string Subresource { get; init; } = "";
}

[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference", Atomic = true)]
public sealed partial record OwnerReference
{
    [Field(5, Always = true, Required = true)]
    public string ApiVersion { get; init; } = "";

    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";

    [Field(4, Always = true, Required = true)]
    public string Uid { get; init; } = "";

    [Field(6)]
    public bool? Controller { get; init; }

    [Field(7)]
    public bool? BlockOwnerDeletion { get; init; }
}
