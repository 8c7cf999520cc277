namespace Kubesharp.Api.ApiExtensions.V1;

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation")]
public sealed partial record CustomResourceValidation
{
    [Field(1)]
    public JSONSchemaProps? OpenAPIV3Schema { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation")]
public sealed partial record ExternalDocumentation
{
    [Field(1)]
    public string Description { get; init; } = "";

    [Field(2)]
    public string Url { get; init; } = "";
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")]
public sealed partial record JSONSchemaProps
{
    [Field(1)]
    public string Id { get; init; } = "";

    [Field(2, Name = "$schema")]
    public string SchemaUri { get; init; } = "";

    [Field(3, Name = "$ref")]
    public string? Ref { get; init; }

    [Field(4)]
    public string Description { get; init; } = "";

    [Field(5)]
    public string Type { get; init; } = "";

    [Field(6)]
    public string Format { get; init; } = "";

    [Field(7)]
    public string Title { get; init; } = "";

    [Field(8)]
    public RawJson? Default { get; init; }

    [Field(9)]
    public double? Maximum { get; init; }

    [Field(10)]
    public bool ExclusiveMaximum { get; init; }

    [Field(11)]
    public double? Minimum { get; init; }

    [Field(12)]
    public bool ExclusiveMinimum { get; init; }

    [Field(13)]
    public long? MaxLength { get; init; }

    [Field(14)]
    public long? MinLength { get; init; }

    [Field(15)]
    public string Pattern { get; init; } = "";

    [Field(16)]
    public long? MaxItems { get; init; }

    [Field(17)]
    public long? MinItems { get; init; }

    [Field(18)]
    public bool UniqueItems { get; init; }

    [Field(19)]
    public double? MultipleOf { get; init; }

    [Field(20, ListType = ListType.Atomic)]
    public ValueList<RawJson> Enum { get; init; }

    [Field(21)]
    public long? MaxProperties { get; init; }

    [Field(22)]
    public long? MinProperties { get; init; }

    [Field(23, ListType = ListType.Atomic)]
    public ValueList<string> Required { get; init; }

    [Field(24)]
    public JSONSchemaPropsOrArray? Items { get; init; }

    [Field(25, ListType = ListType.Atomic)]
    public ValueList<JSONSchemaProps> AllOf { get; init; }

    [Field(26, ListType = ListType.Atomic)]
    public ValueList<JSONSchemaProps> OneOf { get; init; }

    [Field(27, ListType = ListType.Atomic)]
    public ValueList<JSONSchemaProps> AnyOf { get; init; }

    [Field(28)]
    public JSONSchemaProps? Not { get; init; }

    [Field(29)]
    public ValueMap<JSONSchemaProps> Properties { get; init; }

    [Field(30)]
    public JSONSchemaPropsOrBool? AdditionalProperties { get; init; }

    [Field(31)]
    public ValueMap<JSONSchemaProps> PatternProperties { get; init; }

    [Field(32)]
    public ValueMap<JSONSchemaPropsOrStringArray> Dependencies { get; init; }

    [Field(33)]
    public JSONSchemaPropsOrBool? AdditionalItems { get; init; }

    [Field(34)]
    public ValueMap<JSONSchemaProps> Definitions { get; init; }

    [Field(35)]
    public ExternalDocumentation? ExternalDocs { get; init; }

    [Field(36)]
    public RawJson? Example { get; init; }

    [Field(37)]
    public bool Nullable { get; init; }

    [Field(38, Name = "x-kubernetes-preserve-unknown-fields")]
    public bool? XPreserveUnknownFields { get; init; }

    [Field(39, Name = "x-kubernetes-embedded-resource")]
    public bool XEmbeddedResource { get; init; }

    [Field(40, Name = "x-kubernetes-int-or-string")]
    public bool XIntOrString { get; init; }

    [Field(41, Name = "x-kubernetes-list-map-keys", ListType = ListType.Atomic)]
    public ValueList<string> XListMapKeys { get; init; }

    [Field(42, Name = "x-kubernetes-list-type")]
    public string? XListType { get; init; }

    [Field(43, Name = "x-kubernetes-map-type")]
    public string? XMapType { get; init; }

    [Field(44, Name = "x-kubernetes-validations", Merge = true, MergeKey = "rule", ListType = ListType.Map, ListMapKeys = "rule")]
    public ValueList<ValidationRule> XValidations { get; init; }
}

[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule")]
public sealed partial record ValidationRule
{
    [Field(1, Always = true, Required = true)]
    public string Rule { get; init; } = "";

    [Field(2)]
    public string Message { get; init; } = "";

    [Field(3)]
    public string MessageExpression { get; init; } = "";

    [Field(4, Enum = typeof(FieldValueErrorReason))]
    public string? Reason { get; init; }

    [Field(5)]
    public string FieldPath { get; init; } = "";

    [Field(6)]
    public bool? OptionalOldSelf { get; init; }
}
