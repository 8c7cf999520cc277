namespace Kubesharp.Api.Meta.V1;

/// <summary>One condition on a field.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.FieldSelectorRequirement")]
public sealed partial record FieldSelectorRequirement
{
    /// <summary>The field.</summary>
    [Field(1, Always = true, Required = true)]
    public string Key { get; init; } = "";

    /// <summary>How it is compared: In, NotIn, Exists or DoesNotExist.</summary>
    [Field(2, Always = true, Required = true)]
    public string Operator { get; init; } = "";

    /// <summary>Values for In and NotIn; must be empty for Exists and DoesNotExist.</summary>
    [Field(3, ListType = ListType.Atomic)]
    public ValueList<string> Values { get; init; }
}
