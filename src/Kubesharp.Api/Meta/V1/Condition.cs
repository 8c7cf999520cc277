namespace Kubesharp.Api.Meta.V1;

/// <summary>One aspect of the state of an object.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Condition")]
public sealed partial record Condition
{
    /// <summary>Name of the condition.</summary>
    [Field(1, Always = true, Required = true)]
    public string Type { get; init; } = "";

    /// <summary>Whether the condition holds: True, False or Unknown.</summary>
    [Field(2, Always = true, Required = true)]
    public string Status { get; init; } = "";

    /// <summary>Generation of the object the condition was computed from.</summary>
    [Field(3)]
    public long ObservedGeneration { get; init; }

    /// <summary>When the status last changed from one value to another.</summary>
    [Field(4, Always = true, Required = true)]
    public DateTimeOffset LastTransitionTime { get; init; }

    /// <summary>Why, as one word for programs.</summary>
    [Field(5, Always = true, Required = true)]
    public string Reason { get; init; } = "";

    /// <summary>Why, in a sentence for people.</summary>
    [Field(6, Always = true, Required = true)]
    public string Message { get; init; } = "";
}
