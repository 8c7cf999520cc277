namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.ExecAction")]
public sealed partial record ExecAction
{
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Command { get; init; }
}
