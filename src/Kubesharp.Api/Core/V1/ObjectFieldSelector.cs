namespace Kubesharp.Api.Core.V1;

/// <summary>A field of the pod.</summary>
[ApiType("io.k8s.api.core.v1.ObjectFieldSelector", Atomic = true)]
public sealed partial record ObjectFieldSelector
{
    /// <summary>Version the path is meant in. Default v1.</summary>
    [Field(1)]
    public string ApiVersion { get; init; } = "";

    /// <summary>Path of the field, such as metadata.labels['app'].</summary>
    [Field(2, Always = true, Required = true)]
    public string FieldPath { get; init; } = "";
}
