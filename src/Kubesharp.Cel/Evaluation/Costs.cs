using Kubesharp.Cel.Values;

namespace Kubesharp.Cel.Evaluation;

/// <summary>What it costs to look through values: a tenth of a step per character, a step per item.</summary>
internal static class Costs
{
    private const int CharactersPerStep = 10;

    public static long Of(CelValue value) => value switch
    {
        CelString text => text.Value.Length / CharactersPerStep,
        CelBytes bytes => bytes.Value.Length / CharactersPerStep,
        CelList list => list.Count,
        CelMap map => map.Count,
        _ => 0,
    };

    public static long Of(CelValue left, CelValue right) => 1 + Math.Max(Of(left), Of(right));
}
