namespace Kubesharp.Api.Core.V1;

[ApiType("io.k8s.api.core.v1.SerializedReference")]
[Kind("", "v1", "SerializedReference")]
public sealed partial record SerializedReference
{
    [Field(1)]
    public ObjectReference Reference { get; init; } = ObjectReference.Empty;
}
