namespace Kubesharp.Api.Core.V1;

/// <summary>A reference in an annotation.</summary>
[ApiType("io.k8s.api.core.v1.SerializedReference")]
[Kind("", "v1", "SerializedReference")]
public sealed partial record SerializedReference
{
    /// <summary>The object.</summary>
    [Field(1)]
    public ObjectReference Reference { get; init; } = ObjectReference.Empty;
}
