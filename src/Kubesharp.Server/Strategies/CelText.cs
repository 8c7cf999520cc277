using Kubesharp.Cel;

namespace Kubesharp.Server.Strategies;

/// <summary>Expressions that stand in objects.</summary>
internal static class CelText
{
    /// <summary>Why an expression cannot be compiled, with the line and a mark under the place; null when it can.</summary>
    public static string? WhyMalformed(CelEnvironment environment, string expression)
    {
        try
        {
            environment.Compile(expression);
            return null;
        }
        catch (CelException e)
        {
            return e.Describe(expression);
        }
    }
}
