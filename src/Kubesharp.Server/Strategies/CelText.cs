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
            var position = Math.Min(e.Position, expression.Length);
            var start = position == 0 ? 0 : expression.LastIndexOf('\n', position - 1) + 1;
            var line = expression.AsSpan(0, start).Count('\n') + 1;
            var end = expression.IndexOf('\n', start) is >= 0 and var found ? found : expression.Length;
            return $"ERROR: <input>:{line}:{position - start + 1}: {e.Message}\n | {expression[start..end]}\n | {new string('.', position - start)}^";
        }
    }
}
