namespace Kubesharp.Api.Core.V1;

/// <summary>A command.</summary>
[ApiType("io.k8s.api.core.v1.ExecAction")]
public sealed partial record ExecAction
{
    /// <summary>Program and arguments; there is no shell unless you name one.</summary>
    [Field(1, ListType = ListType.Atomic)]
    public ValueList<string> Command { get; init; }
}
