namespace Kubesharp.Api.Authorization.V1;

[ApiType("io.k8s.api.authorization.v1.SubjectAccessReviewSpec")]
public sealed partial record SubjectAccessReviewSpec
{
    [Field(1)]
    public ResourceAttributes? ResourceAttributes { get; init; }

    [Field(2)]
    public NonResourceAttributes? NonResourceAttributes { get; init; }

    [Field(3)]
    public string User { get; init; } = "";

    [Field(4, ListType = ListType.Atomic)]
    public ValueList<string> Groups { get; init; }

    [Field(5, Wrapped = true)]
    public ValueMap<ValueList<string>> Extra { get; init; }

    [Field(6)]
    public string Uid { get; init; } = "";
}
