"""How the model works, in words for people who decide, with a formula and its reference each.

Rows of (title, words, formula, reference); titles and words are marked for translation, formulas
and references stand as they are.
"""

from loyalty.language import mark

STEPS = (
    (
        mark("Customers in cells"),
        mark(
            "Every customer stands in one cell: a segment, a life-cycle state (days since the last"
            " order) and a value band (orders lately). There are at most a few hundred cells, so a"
            " million customers take no longer than a thousand."
        ),
        "cell = segment × life cycle × value band",
        "Pfeifer & Carraway 2000, Journal of Interactive Marketing 14(2)",
    ),
    (
        mark("Rates from your own history"),
        mark(
            "For each cell your last months are counted: who was active a month later, how often"
            " they ordered, how much an order brought, where they went. Cells with few customers"
            " lean on the average of cells of the same silence, as if 20 more customers had behaved"
            " that way."
        ),
        "stay ~ Beta(stayed + 20 r, left + 20 (1 − r));  orders ~ Gamma(o + 20 λ) / (n + 20)",
        "Gelman et al. 2013, Bayesian Data Analysis, ch. 2",
    ),
    (
        mark("What an order brings"),
        mark(
            "Among customers who order alike, some buy dearer. Each customer's own orders tell how"
            " much, drawn to the average the more, the fewer orders there are; a segment gets the"
            " average of its customers. So a segment of big spenders is not taken at its lucky"
            " months."
        ),
        "factor = 1 + Z (own ÷ usual − 1);  Z = n τ² / (n τ² + σ²)",
        "Bühlmann & Straub 1970; Fader & Hardie 2013 (Gamma-Gamma model)",
    ),
    (
        mark("Month after month"),
        mark(
            "Each month some customers stay, the others fall silent; those who stay order; then"
            " everybody moves to the next cell, and new customers arrive at the rate seen; those"
            " whom a customer referred, as many for each customer who stays. Stays and orders are"
            " drawn, so small cells vary more."
        ),
        "nₜ₊₁ = stayedₜ · M_stay + leftₜ · M_left + newₜ · entry",
        "Anscombe 1948, Biometrika 35 (normal draws for counts)",
    ),
    (
        mark("What a strategy changes"),
        mark(
            "Chances move on the logit scale and counts and amounts on the log scale, so nothing"
            " can leave its range, and harm is as possible as gain. A strategy that reaches a share"
            " of a cell moves it by that share. Several strategies add up unless you say otherwise."
        ),
        "logit p′ = logit p + reach · effect;  λ′ = λ · exp(reach · effect)",
        "McCullagh & Nelder 1989, Generalized Linear Models",
    ),
    (
        mark("How effects unfold"),
        mark(
            "Some effects come late, rise slowly, saturate, or need a threshold; after the end they"
            " fade by a fixed share each month."
        ),
        "lag: 1 − e^(−2t/L)(1 + 2t/L);  saturation: 1 / (1 + (x/ec)^−s);  fading: α = L / (1 + L)",
        "Broadbent 1979, JMRS 21; Hill 1910; Jin et al. 2017",
    ),
    (
        mark("Two kinds of not knowing"),
        mark(
            "Each future draws every assumption from its range, every rate from what your data"
            " leave open, and the luck of every month. All strategies live through the same luck,"
            " so the difference between them is known better than either."
        ),
        "gain = cash(strategy, draw) − cash(nothing, same draw)",
        "Briggs et al. 2012, ISPOR-SMDM; Glasserman 2003, ch. 4 (common random numbers)",
    ),
    (
        mark("Levels that drift"),
        mark(
            "Months differ more than chance: seasons, campaigns, trends. How much is learned from"
            " your months; chances and orders stay at today's level and the bands widen. Customers"
            " go on moving as in the months counted, so months of a rising season make the base"
            " grow: with less than two years of orders trust comparisons more than levels, or enter"
            " what you know of a usual month."
        ),
        "levelₜ₊₁ = levelₜ + step;  month = level + noise",
        "Harvey 1989; Durbin & Koopman 2012 (local level model)",
    ),
    (
        mark("Money"),
        mark(
            "Sales at list price times margin, less discounts, points redeemed, service and running"
            " costs. Points that are still owed are taken off the gain. Nothing is discounted to"
            " today's value."
        ),
        "gain = Σ (sales · margin − cost) − points owed",
        "IFRS 15, B39–B43 (points as an obligation)",
    ),
    (
        mark("What must be true, and what to learn"),
        mark(
            "Each assumption is moved alone until the median gain is zero. What knowing it is worth"
            " is how much better one would decide on average."
        ),
        "EVPPI = E[max(0, E[gain | θ])] − max(0, E[gain])",
        "Strong, Oakley & Brennan 2014, Medical Decision Making 34(3)",
    ),
    (
        mark("Is it right?"),
        mark(
            "The history is stopped some months early, doing nothing is simulated, and the bands"
            " are held against what came. Only bands that held about as often as they say make the"
            " badge green; otherwise the numbers are an illustration."
        ),
        "coverage, PIT, CRPS; error ÷ error of the last value",
        "Dawid 1984; Gneiting & Raftery 2007; Hyndman & Koehler 2006",
    ),
)
LIMITS = (
    mark(
        "Effects are not learned from your data but taken from research or guessed, except where"
        " the table says “measured”; a measured association is no proof of an effect."
    ),
    mark(
        "Today's segments say who is targeted and what an order brings. How long customers stay and"
        " how often they order depends on life cycle and value only: on the data tried, segments"
        " told nothing more about it."
    ),
    mark("Competitors do not answer, prices and costs stay, and the economy does not change."),
    mark(
        "Word of mouth is seen only where customers name who referred them, and where a strategy"
        " says so; customers do not otherwise know each other."
    ),
)
