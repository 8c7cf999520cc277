namespace Kubesharp.Api.Core.V1;

/// <summary>Accepts taints of nodes.</summary>
[ApiType("io.k8s.api.core.v1.Toleration", Shared = true)]
public sealed partial record Toleration
{
    /// <summary>Key of the taint. Empty, together with Exists, means every key.</summary>
    [Field(1)]
    public string Key { get; init; } = "";

    /// <summary>Equal (default) compares the value, Exists does not; Lt and Gt compare whole numbers.</summary>
    [Field(2, Enum = typeof(TolerationOperator))]
    public string Operator { get; init; } = "";

    /// <summary>Value of the taint, for every operator but Exists.</summary>
    [Field(3)]
    public string Value { get; init; } = "";

    /// <summary>Effect of the taint: NoSchedule, PreferNoSchedule or NoExecute. Empty means every effect.</summary>
    [Field(4, Enum = typeof(TaintEffect))]
    public string Effect { get; init; } = "";

    /// <summary>For NoExecute, how long the pod may stay after the taint appeared. For ever when absent.</summary>
    [Field(5)]
    public long? TolerationSeconds { get; init; }
}
