namespace Kubesharp.Api.Authorization.V1;

/// <summary>Who wants to do what.</summary>
[ApiType("io.k8s.api.authorization.v1.SubjectAccessReviewSpec")]
public sealed partial record SubjectAccessReviewSpec
{
    /// <summary>What, when it is about a resource.</summary>
    [Field(1)]
    public ResourceAttributes? ResourceAttributes { get; init; }

    /// <summary>What, when it is about another path.</summary>
    [Field(2)]
    public NonResourceAttributes? NonResourceAttributes { get; init; }

    /// <summary>Name of the user.</summary>
    [Field(3)]
    public string User { get; init; } = "";

    /// <summary>Groups of the user.</summary>
    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> Groups { get; init; }

    /// <summary>More about the user.</summary>
    [Field(5, Wrapped = true)]
    public ValueMap<ValueList<string>> Extra { get; init; }

    /// <summary>Identifier of the user.</summary>
    [Field(6)]
    public string Uid { get; init; } = "";
}
