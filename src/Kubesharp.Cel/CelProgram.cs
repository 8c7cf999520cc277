using Kubesharp.Cel.Evaluation;
using Kubesharp.Cel.Values;

namespace Kubesharp.Cel;

/// <summary>A compiled expression. It holds no state, so any number of threads may evaluate it at the same time.</summary>
public sealed class CelProgram
{
    /// <summary>Cost that one evaluation may have where nothing else is said, as in Kubernetes.</summary>
    public const long PerCallLimit = 1_000_000;

    private readonly Expression _root;
    private readonly int _slots;

    internal CelProgram(string source, Expression root, int slots)
    {
        Source = source;
        _root = root;
        _slots = slots;
    }

    /// <summary>The expression as it was written.</summary>
    public string Source { get; }

    /// <summary>Works the expression out. A failure is a <see cref="CelError"/>, never an exception.</summary>
    /// <param name="variables">Values of the variables.</param>
    /// <param name="costLimit">What the evaluation may cost, in steps; an expression that costs more fails.</param>
    /// <param name="cancellationToken">Stops a long evaluation.</param>
    /// <exception cref="OperationCanceledException">The evaluation was stopped.</exception>
    public CelValue Evaluate(ICelVariables variables, long costLimit = PerCallLimit, CancellationToken cancellationToken = default) =>
        Evaluate(variables, costLimit, out _, cancellationToken);

    /// <summary>Works the expression out, and tells what it cost.</summary>
    /// <inheritdoc cref="Evaluate(ICelVariables, long, CancellationToken)"/>
    public CelValue Evaluate(ICelVariables variables, long costLimit, out long cost, CancellationToken cancellationToken = default)
    {
        var frame = new Frame(variables, _slots, costLimit, cancellationToken);
        try
        {
            return _root.Evaluate(frame);
        }
        catch (CostExceededException)
        {
            return new CelError("operation cancelled: actual cost limit exceeded");
        }
        finally
        {
            cost = frame.Cost;
        }
    }
}
