namespace Kubesharp.Api.Meta.V1;

/// <summary>Answer to a request that has no object to return, above all when it failed.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.Status")]
[Kind("", "v1", "Status")]
public sealed partial record Status
{
    /// <summary>Version of the collection, where the answer is about one.</summary>
    [Field(1)]
    public ListMeta Metadata { get; init; } = ListMeta.Empty;

    /// <summary>Success or Failure.</summary>
    [Field(2, Name = "status")]
    public string Outcome { get; init; } = "";

    /// <summary>What happened, in a sentence for people.</summary>
    [Field(3)]
    public string Message { get; init; } = "";

    /// <summary>Why it failed, as one word for programs, such as NotFound or Conflict.</summary>
    [Field(4)]
    public string Reason { get; init; } = "";

    /// <summary>More about the failure, depending on the reason.</summary>
    [Field(5)]
    public StatusDetails? Details { get; init; }

    /// <summary>The HTTP status code.</summary>
    [Field(6)]
    public int Code { get; init; }
}

/// <summary>One thing that was wrong with a request.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.StatusCause")]
public sealed partial record StatusCause
{
    /// <summary>What kind of mistake it is, as one word.</summary>
    [Field(1)]
    public string Reason { get; init; } = "";

    /// <summary>What is wrong, in a sentence.</summary>
    [Field(2)]
    public string Message { get; init; } = "";

    /// <summary>Place of the mistake in the object, such as spec.containers[0].image.</summary>
    [Field(3)]
    public string Field { get; init; } = "";
}

/// <summary>More about a failed request.</summary>
[ApiType("io.k8s.apimachinery.pkg.apis.meta.v1.StatusDetails")]
public sealed partial record StatusDetails
{
    /// <summary>Name of the object the request was about.</summary>
    [Field(1)]
    public string Name { get; init; } = "";

    /// <summary>API group of that object.</summary>
    [Field(2)]
    public string Group { get; init; } = "";

    /// <summary>Kind or resource of that object.</summary>
    [Field(3)]
    public string Kind { get; init; } = "";

    /// <summary>Identifier of that object.</summary>
    [Field(6)]
    public string Uid { get; init; } = "";

    /// <summary>Everything that was wrong, one by one.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<StatusCause> Causes { get; init; }

    /// <summary>Seconds to wait before the request is sent again.</summary>
    [Field(5)]
    public int RetryAfterSeconds { get; init; }
}
