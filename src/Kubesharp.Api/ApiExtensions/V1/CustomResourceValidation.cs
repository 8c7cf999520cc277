namespace Kubesharp.Api.ApiExtensions.V1;

/// <summary>Schema of the objects.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceValidation")]
public sealed partial record CustomResourceValidation
{
    /// <summary>The schema.</summary>
    [Field(1)]
    public JSONSchemaProps? OpenAPIV3Schema { get; init; }
}

/// <summary>Where more is written.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ExternalDocumentation")]
public sealed partial record ExternalDocumentation
{
    /// <summary>What is written there.</summary>
    [Field(1)]
    public string Description { get; init; } = "";

    /// <summary>Address.</summary>
    [Field(2)]
    public string Url { get; init; } = "";
}

/// <summary>A schema: what values may look like.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps")]
public sealed partial record JSONSchemaProps
{
    [Field(1)]
    public string Id { get; init; } = "";

    [Field(2, Name = "$schema")]
    public string SchemaUri { get; init; } = "";

    [Field(3, Name = "$ref")]
    public string? Ref { get; init; }

    /// <summary>What the value means.</summary>
    [Field(4)]
    public string Description { get; init; } = "";

    /// <summary>object, array, string, integer, number or boolean.</summary>
    [Field(5)]
    public string Type { get; init; } = "";

    /// <summary>More about the type, such as date-time or int32.</summary>
    [Field(6)]
    public string Format { get; init; } = "";

    /// <summary>Title of the value.</summary>
    [Field(7)]
    public string Title { get; init; } = "";

    /// <summary>Value of absent fields.</summary>
    [Field(8)]
    public RawJson? Default { get; init; }

    /// <summary>Largest number.</summary>
    [Field(9)]
    public double? Maximum { get; init; }

    /// <summary>Whether the largest number itself is forbidden.</summary>
    [Field(10)]
    public bool ExclusiveMaximum { get; init; }

    /// <summary>Smallest number.</summary>
    [Field(11)]
    public double? Minimum { get; init; }

    /// <summary>Whether the smallest number itself is forbidden.</summary>
    [Field(12)]
    public bool ExclusiveMinimum { get; init; }

    /// <summary>Most characters.</summary>
    [Field(13)]
    public long? MaxLength { get; init; }

    /// <summary>Least characters.</summary>
    [Field(14)]
    public long? MinLength { get; init; }

    /// <summary>Regular expression the text must match.</summary>
    [Field(15)]
    public string Pattern { get; init; } = "";

    /// <summary>Most items.</summary>
    [Field(16)]
    public long? MaxItems { get; init; }

    /// <summary>Least items.</summary>
    [Field(17)]
    public long? MinItems { get; init; }

    /// <summary>Whether items must differ; may not be true.</summary>
    [Field(18)]
    public bool UniqueItems { get; init; }

    /// <summary>Number the value must be a multiple of.</summary>
    [Field(19)]
    public double? MultipleOf { get; init; }

    /// <summary>Allowed values.</summary>
    [Field(20, ListType = ListType.Atomic)]
    public ValueList<RawJson> Enum { get; init; }

    /// <summary>Most members.</summary>
    [Field(21)]
    public long? MaxProperties { get; init; }

    /// <summary>Least members.</summary>
    [Field(22)]
    public long? MinProperties { get; init; }

    /// <summary>Members that must be there.</summary>
    [Field(23, ListType = ListType.Atomic)]
    public ValueList<string> Required { get; init; }

    /// <summary>Schema of the items.</summary>
    [Field(24)]
    public JSONSchemaPropsOrArray? Items { get; init; }

    /// <summary>Schemas that must all hold.</summary>
    [Field(25, ListType = ListType.Atomic)]
    public ValueList<JSONSchemaProps> AllOf { get; init; }

    /// <summary>Schemas of which exactly one must hold.</summary>
    [Field(26, ListType = ListType.Atomic)]
    public ValueList<JSONSchemaProps> OneOf { get; init; }

    /// <summary>Schemas of which at least one must hold.</summary>
    [Field(27, ListType = ListType.Atomic)]
    public ValueList<JSONSchemaProps> AnyOf { get; init; }

    /// <summary>Schema that must not hold.</summary>
    [Field(28)]
    public JSONSchemaProps? Not { get; init; }

    /// <summary>Schemas of the members.</summary>
    [Field(29)]
    public ValueMap<JSONSchemaProps> Properties { get; init; }

    /// <summary>Schema of members not listed.</summary>
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

    /// <summary>Where more is written.</summary>
    [Field(35)]
    public ExternalDocumentation? ExternalDocs { get; init; }

    /// <summary>An example.</summary>
    [Field(36)]
    public RawJson? Example { get; init; }

    /// <summary>Whether null is allowed. Default false.</summary>
    [Field(37)]
    public bool Nullable { get; init; }

    /// <summary>Keeps members the schema does not know.</summary>
    [Field(38, Name = "x-kubernetes-preserve-unknown-fields")]
    public bool? XPreserveUnknownFields { get; init; }

    /// <summary>The value is an object with kind, version and metadata.</summary>
    [Field(39, Name = "x-kubernetes-embedded-resource")]
    public bool XEmbeddedResource { get; init; }

    /// <summary>The value is a number or a text.</summary>
    [Field(40, Name = "x-kubernetes-int-or-string")]
    public bool XIntOrString { get; init; }

    /// <summary>Members that identify an item of a list of type map.</summary>
    [Field(41, Name = "x-kubernetes-list-map-keys", ListType = ListType.Atomic)]
    public ValueList<string> XListMapKeys { get; init; }

    /// <summary>How lists are merged: atomic (default), set or map.</summary>
    [Field(42, Name = "x-kubernetes-list-type")]
    public string? XListType { get; init; }

    /// <summary>How objects are merged: granular (default) or atomic.</summary>
    [Field(43, Name = "x-kubernetes-map-type")]
    public string? XMapType { get; init; }

    /// <summary>Rules in CEL.</summary>
    [Field(44, Name = "x-kubernetes-validations", Merge = true, MergeKey = "rule", ListType = ListType.Map, ListMapKeys = "rule")]
    public ValueList<ValidationRule> XValidations { get; init; }
}

/// <summary>A rule in CEL for a value.</summary>
[ApiType("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.ValidationRule")]
public sealed partial record ValidationRule
{
    /// <summary>The rule; self is the value, oldSelf the stored one.</summary>
    [Field(1, Always = true, Required = true)]
    public string Rule { get; init; } = "";

    /// <summary>What the client is told when it is broken.</summary>
    [Field(2)]
    public string Message { get; init; } = "";

    /// <summary>Expression for what the client is told.</summary>
    [Field(3)]
    public string MessageExpression { get; init; } = "";

    /// <summary>Reason of the error. Default FieldValueInvalid.</summary>
    [Field(4, Enum = typeof(FieldValueErrorReason))]
    public string? Reason { get; init; }

    /// <summary>Field the error is about, below the value.</summary>
    [Field(5)]
    public string FieldPath { get; init; } = "";

    /// <summary>Whether the rule also runs when there is no stored value.</summary>
    [Field(6)]
    public bool? OptionalOldSelf { get; init; }
}
