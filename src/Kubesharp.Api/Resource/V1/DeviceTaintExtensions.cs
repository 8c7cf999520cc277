namespace Kubesharp.Api.Resource.V1;

/// <summary>Which tolerations accept which taints of devices.</summary>
public static class DeviceTaintExtensions
{
    /// <summary>Whether a toleration accepts a taint.</summary>
    /// <param name="toleration">An empty key, together with the operator Exists, accepts every key; an empty effect accepts every effect.</param>
    /// <param name="taint">The taint of a device.</param>
    public static bool ToleratesTaint(this DeviceToleration toleration, DeviceTaint taint)
    {
        if (toleration.Effect.Length > 0 && toleration.Effect != taint.Effect) return false;
        if (toleration.Key.Length > 0 && toleration.Key != taint.Key) return false;
        return toleration.Operator == DeviceTolerationOperator.Exists || (toleration.Operator is "" or DeviceTolerationOperator.Equal && toleration.Value == taint.Value);
    }
}
