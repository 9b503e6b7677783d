"""What is true in the synthetic retailer: calibration figures and planted effects.

Everything here is put in on purpose and found again by the tests in ``tests/data``. What is not
here is not there: a late delivery, for example, spoils feelings and answers but leaves later
purchases alone.
"""

SEED = 20260630
CUSTOMERS = 5_200  # people known by name; about three in four buy

# Calibration: what the whole sample looks like.
YEARLY_CHURN = 0.32  # of buyers, last contact within a year after the first order; constant hazard
SECOND_DEVICE_36_MONTHS = 0.12  # of owners of a main device, incidence with leavers counted as "no"
REPEAT_BUYERS = (0.40, 0.50)  # share of buyers with two or more orders in the record
NPS_SHARES = {  # answers 0-10; promoters 56.5 %, detractors 11.5 %: NPS 45; 8 or more: 68 %
    0: 0.006, 1: 0.004, 2: 0.008, 3: 0.012, 4: 0.018, 5: 0.030, 6: 0.037,
    7: 0.205, 8: 0.115, 9: 0.270, 10: 0.295,
}  # fmt: skip
WILLING_TO_RECOMMEND = 8  # the lowest NPS answer that counts as willing

# Effect 1: bad service cuts repurchase. Points of the share who order within 180 days after the
# first contact (Hotline) of a service case, bad (feeling below 0) against good.
BAD_SERVICE_POINTS = -0.14
BAD_SERVICE_DAYS = 180
RECOVERED_SHARE = 0.5  # of the loss, when a complaint is answered within 48 hours
RECOVERY_HOURS = 48

# Effect 2: one hand-over is broken. Share whose next touchpoint follows within 14 days.
HANDOVER_DAYS = 14
HANDOVER_USUAL = 0.75
HANDOVER_BROKEN = 0.35
HANDOVERS = {
    ("Advertisement", "Website visit"): HANDOVER_USUAL,
    ("Referral invitation", "Website visit"): HANDOVER_USUAL,
    ("Phone advice", "Online quote"): HANDOVER_USUAL,
    ("Chat advice", "Online quote"): HANDOVER_USUAL,
    ("Showroom visit", "Online quote"): HANDOVER_BROKEN,
}
BUY_WITH_QUOTE = 0.92
BUY_WITHOUT_QUOTE = 0.70

# Effect 3: promotions pull purchases forward and add none. Of the repeat orders due in the 56 days
# after a promotion this share moves into its 14 days (spike 1 + 0.35 x 56 / 14 = 2.4 times the
# usual, then a dip to 0.65 times).
PROMOTION_DAYS = 14
PULL_DAYS = 56
PULLED_SHARE = 0.35
PROMOTION_DISCOUNT = 0.20

# The loyalty survey, scores 1-7. Who had at least so many orders before the day of the answer, at
# least this share of them at a discount, holds a lower opinion against competitors than everybody
# else (mean 4.7): often there, but for the price. Each of Oliver's stages is passed (score 5 or
# more) by a smaller share of the answers, mostly by people who passed the stages before it.
RELATIVE_ATTITUDE = 4.7
PROMOTION_BUYER_ORDERS = 3
PROMOTION_BUYER_SHARE = 0.5
PROMOTION_BUYER_POINTS = -1.8
BRAND_IDENTITY = 4.3  # mean
STAGE_PASSED = 5
STAGE_SHARES = {"cognitive": 0.80, "affective": 0.62, "conative": 0.45, "action": 0.28}

# Traits that differ between people, not effects of anything the retailer does.
GOODWILL_ON_ORDERS = 0.25  # one standard deviation of goodwill: order rate x exp(0.25)
PRICE_SENSITIVE = 0.30  # share of people who use a coupon on half of their small orders
COUPON = 0.10
