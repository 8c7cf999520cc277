using Kubesharp.Cel;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>What the expressions of policies may refer to.</summary>
internal static class PolicyEnvironment
{
    private static readonly CelEnvironment Common = CelEnvironment.Kubernetes.WithVariables("object", "oldObject", "request", "namespaceObject");

    private static readonly CelEnvironment[] All = [.. Enumerable.Range(0, 8).Select(static i => Make((i & 1) > 0, (i & 2) > 0, (i & 4) > 0))];

    /// <summary>The environment of an expression.</summary>
    /// <param name="parameters">Whether the policy takes parameters.</param>
    /// <param name="variables">Whether the policy has variables of its own.</param>
    /// <param name="authorizer">Whether it may ask what somebody may do.</param>
    public static CelEnvironment For(bool parameters, bool variables, bool authorizer = true) => All[(parameters ? 1 : 0) | (variables ? 2 : 0) | (authorizer ? 4 : 0)];

    private static CelEnvironment Make(bool parameters, bool variables, bool authorizer)
    {
        var environment = Common;
        if (parameters) environment = environment.WithVariables("params");
        if (variables) environment = environment.WithVariables("variables");
        if (authorizer) environment = environment.WithVariables("authorizer", "authorizer.requestResource");
        return environment.WithTypes(AuthorizerFunctions.Types).WithFunctions(AuthorizerFunctions.All);
    }
}
