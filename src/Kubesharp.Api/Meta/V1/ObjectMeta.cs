namespace Kubesharp.Api.Meta.V1;

/// <summary>Data every stored object has: its name, labels and what the system keeps about it.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta")]
public sealed partial record ObjectMeta
{
    /// <summary>Name of the object, unique among its kind in the namespace. It cannot be changed.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>Start of a name the server completes with five random characters. Used only when name is empty.</summary>
    [Field(2)]
    public string GenerateName { get; init; } = "";

    /// <summary>Namespace the object lives in; empty for kinds that belong to the whole cluster. It cannot be changed.</summary>
    [Field(3)]
    public string Namespace { get; init; } = "";

    /// <summary>Not used any more; always empty.</summary>
    [Field(4)]
    public string SelfLink { get; init; } = "";

    /// <summary>Identifier that no other object, past or future, has. Set by the server.</summary>
    [Field(5)]
    public string Uid { get; init; } = "";

    /// <summary>Opaque version that changes with every write. Sent back with an update, it makes the update fail if somebody else wrote in between.</summary>
    [Field(6)]
    public string ResourceVersion { get; init; } = "";

    /// <summary>Number that grows with every change of what is wanted. Set by the server.</summary>
    [Field(7)]
    public long Generation { get; init; }

    /// <summary>When the server stored the object first.</summary>
    [Field(8)]
    public DateTimeOffset CreationTimestamp { get; init; }

    /// <summary>When the object is due to disappear, set by the server once deletion was asked for. It goes when all finalizers are gone.</summary>
    [Field(9)]
    public DateTimeOffset? DeletionTimestamp { get; init; }

    /// <summary>Seconds the object has to end by itself once deletion was asked for.</summary>
    [Field(10)]
    public long? DeletionGracePeriodSeconds { get; init; }

    /// <summary>Short pairs of text by which selectors choose objects.</summary>
    [Field(11)]
    public ValueMap<string> Labels { get; init; }

    /// <summary>Pairs of text for tools and people. They may be long and cannot be used in selectors.</summary>
    [Field(12)]
    public ValueMap<string> Annotations { get; init; }

    /// <summary>Objects this one belongs to. When all of them are gone, this one is deleted too.</summary>
    [Field(13, Merge = true, MergeKey = "uid", ListType = ListType.Map, ListMapKeys = "uid")]
    public ValueList<OwnerReference> OwnerReferences { get; init; }

    /// <summary>Names of those who must clean up before the object may disappear. Each removes its own name when done.</summary>
    [Field(14, Merge = true, ListType = ListType.Set)]
    public ValueList<string> Finalizers { get; init; }

    /// <summary>Which client set which fields. Kept by the server for server-side apply.</summary>
    [Field(17, ListType = ListType.Atomic)]
    public ValueList<ManagedFieldsEntry> ManagedFields { get; init; }
}

/// <summary>The fields that one client set in one way.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.ManagedFieldsEntry", Shared = true)]
public sealed partial record ManagedFieldsEntry
{
    /// <summary>Name of the client.</summary>
    [Field(1)]
    public string Manager { get; init; } = "";

    /// <summary>How the fields were set: Apply or Update.</summary>
    [Field(2)]
    public string Operation { get; init; } = "";

    /// <summary>Version of the object the field names belong to, such as apps/v1.</summary>
    [Field(3)]
    public string ApiVersion { get; init; } = "";

    /// <summary>When the entry last changed.</summary>
    [Field(4)]
    public DateTimeOffset? Time { get; init; }

    /// <summary>Format of fieldsV1; always FieldsV1.</summary>
    [Field(6)]
    public string FieldsType { get; init; } = "";

    /// <summary>The set of fields, as nested objects.</summary>
    [Field(7)]
    public RawJson? FieldsV1 { get; init; }

    /// <summary>Subresource that was written, such as status; empty for the object itself.</summary>
    [Field(8)]
    public string Subresource { get; init; } = "";
}

/// <summary>Names an object in the same namespace, or a cluster-wide one, that owns this one.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference", Atomic = true, Shared = true)]
public sealed partial record OwnerReference
{
    /// <summary>Group and version of the owner, such as apps/v1.</summary>
    [Field(5, Always = true, Required = true)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Kind of the owner.</summary>
    [Field(1, Always = true, Required = true)]
    public string Kind { get; init; } = "";

    /// <summary>Name of the owner.</summary>
    [Field(3, Always = true, Required = true)]
    public string Name { get; init; } = "";

    /// <summary>Identifier of the owner; an object of the same name with another identifier does not count.</summary>
    [Field(4, Always = true, Required = true)]
    public string Uid { get; init; } = "";

    /// <summary>Whether the owner is the controller of this object. At most one owner is.</summary>
    [Field(6)]
    public bool? Controller { get; init; }

    /// <summary>Whether the owner, when deleted in the foreground, waits until this object is gone. Default false.</summary>
    [Field(7)]
    public bool? BlockOwnerDeletion { get; init; }
}
