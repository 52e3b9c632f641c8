/** What a reader is told of each breach: the rule, the place in the plan, what stands there and what should. */
export const FINDINGS: Readonly<Record<string, readonly string[]>> = {
  'a plan for another shipment': ['SHIPMENT_DIFFERS at shipmentNumber: 1002 instead of 1001'],
  'an item of a line that the shipment does not have': [
    'LINE_UNKNOWN at children[1].items[1].lineId: 9 instead of [1,2,3]',
    'ITEMS_NOT_ALLOCATED at children[1].items: 4 instead of 0',
  ],
  'an item of another product than its line wants': [
    'PRODUCT_DIFFERS at children[1].items[0].productCode: "KTP" instead of "KTP2"',
  ],
  'half a unit': [
    'QUANTITY_NOT_WHOLE at children[1].items[0].quantity: 3.5 instead of "an integer, 1 or more"',
    'QUANTITY_NOT_WHOLE at children[1].allocations[0].quantity: 3.5 instead of "an integer, 1 or more"',
    'LINE_NOT_FILLED at children: 3.5 instead of 4',
    'DECISION_DIFFERS at decision: "released" instead of "partially-released"',
    'OBJECTIVE_VALUE_DIFFERS at objective[0].value: 0 instead of 0.5',
  ],
  'a child at a location that nobody knows': [
    'LOCATION_UNKNOWN at children[1].allocations[0]: "Q" instead of ["A","B","C"]',
    'CURRENT_ROW_UNKNOWN at children[1].allocations[0]: 4 instead of 0',
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.8 instead of 1.6',
  ],
  'stock of a location that is not active': [
    'LOCATION_INACTIVE at children[1].allocations[0]: false instead of true',
  ],
  'stock of a location that does not ship': [
    'LOCATION_MAY_NOT_SHIP at children[1].allocations[0]: false instead of true',
  ],
  'a pickup fulfilled from another location as well': [
    'NOT_THE_PICKUP_LOCATION at children[1].allocations[0]: "B" instead of "A"',
  ],
  'a pickup at a location without pickup': [
    'LOCATION_MAY_NOT_HAND_OVER at children[0].allocations[0]: false instead of true',
    'LOCATION_MAY_NOT_HAND_OVER at children[2].allocations[0]: false instead of true',
    'LOCATION_MAY_NOT_HAND_OVER at children[2].allocations[1]: false instead of true',
    'NOT_THE_PICKUP_LOCATION at children[1].allocations[0]: "B" instead of "A"',
  ],
  'stock of a location that the line excludes': [
    'LOCATION_EXCLUDED at children[0].allocations[0]: "A" instead of "a location that is not excluded"',
    'LOCATION_EXCLUDED at children[2].allocations[0]: "A" instead of "a location that is not excluded"',
    'LOCATION_EXCLUDED at children[2].allocations[1]: "A" instead of "a location that is not excluded"',
  ],
  'a lot of a location that the line excludes for future inventory': [
    'FUTURE_LOCATION_EXCLUDED at children[2].allocations[0]: "A" instead of "a location that is not excluded for future inventory"',
    'FUTURE_LOCATION_EXCLUDED at children[2].allocations[1]: "A" instead of "a location that is not excluded for future inventory"',
  ],
  'current stock where it may not be used': [
    'CURRENT_NOT_ALLOWED at children[0].allocations[0]: null instead of "future inventory"',
    'CURRENT_NOT_ALLOWED at children[1].allocations[0]: null instead of "future inventory"',
  ],
  'a lot with the site switch off': [
    'FUTURE_OFF_FOR_SITE at children[2].allocations[0]: "2026-05-10" instead of null',
    'FUTURE_OFF_FOR_SITE at children[2].allocations[1]: "2026-05-10" instead of null',
  ],
  'a lot with the product switch off': [
    'FUTURE_OFF_FOR_PRODUCT at children[2].allocations[0]: "2026-05-10" instead of null',
    'FUTURE_OFF_FOR_PRODUCT at children[2].allocations[1]: "2026-05-10" instead of null',
  ],
  'a lot that should have come yesterday': [
    'LOT_OVERDUE at children[2].allocations[0]: "2026-05-10" instead of "2026-05-11 or later"',
    'LOT_OVERDUE at children[2].allocations[1]: "2026-05-10" instead of "2026-05-11 or later"',
    'OBJECTIVE_VALUE_DIFFERS at objective[2].value: 27 instead of -3',
  ],
  'a lot one day after the limit': [
    'LOT_BEYOND_LIMIT at children[2].allocations[0]: "2026-05-10" instead of "2026-05-09 or earlier"',
    'LOT_BEYOND_LIMIT at children[2].allocations[1]: "2026-05-10" instead of "2026-05-09 or earlier"',
  ],
  'current stock that nobody has': ['CURRENT_ROW_UNKNOWN at children[1].allocations[0]: 4 instead of 0'],
  'a lot that does not exist': [
    'LOT_UNKNOWN at children[2].allocations[1].futureInventoryId: "po-9" instead of ["po-1","po-2"]',
  ],
  'a lot of another day': [
    'LOT_UNKNOWN at children[2].allocations[0].futureInventoryId: "po-1" instead of []',
    'LOT_UNKNOWN at children[2].allocations[1].futureInventoryId: "po-2" instead of []',
    'OBJECTIVE_VALUE_DIFFERS at objective[2].value: 27 instead of 30',
  ],
  'a row drawn below nothing': ['SOURCE_OVERDRAWN at children[1].allocations[0].quantity: 4 instead of 3'],
  'a row with less than nothing': ['SOURCE_OVERDRAWN at children[1].allocations[0].quantity: 4 instead of 0'],
  'a lot drawn below nothing': ['SOURCE_OVERDRAWN at children[2].allocations[0].quantity: 2 instead of 1'],
  'lines shipped together of which each child holds another': [
    'KITS_APART at children[0].items: [{"lineId":1,"quantity":2},{"lineId":2,"quantity":0}] instead of [{"lineId":1,"quantity":5},{"lineId":2,"quantity":4}]',
    'KITS_APART at children[1].items: [{"lineId":1,"quantity":0},{"lineId":2,"quantity":4}] instead of [{"lineId":1,"quantity":5},{"lineId":2,"quantity":4}]',
    'KITS_APART at children[2].items: [{"lineId":1,"quantity":3},{"lineId":2,"quantity":0}] instead of [{"lineId":1,"quantity":5},{"lineId":2,"quantity":4}]',
  ],
  'a third child where two are allowed': ['TOO_MANY_CHILDREN at children: 3 instead of 2'],
  'a child dropped': [
    'LINE_NOT_FILLED at children: 0 instead of 4',
    'DECISION_DIFFERS at decision: "released" instead of "partially-released"',
    'OBJECTIVE_VALUE_DIFFERS at objective[0].value: 0 instead of 4',
    'OBJECTIVE_VALUE_DIFFERS at objective[3].value: 3 instead of 2',
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.8 instead of 1.6',
  ],
  'a unit too many': [
    'LINE_NOT_FILLED at children: 5 instead of 4',
    'DECISION_DIFFERS at decision: "released" instead of "partially-released"',
    'OBJECTIVE_VALUE_DIFFERS at objective[0].value: 0 instead of -1',
  ],
  'a line that needs no stock left out': [
    'LINE_NOT_FILLED at children: 0 instead of 2',
    'DECISION_DIFFERS at decision: "released" instead of "partially-released"',
  ],
  'part of a line in release by line': ['LINE_PARTLY_RELEASED at children: 7 instead of [0,10]'],
  'more than a line wants in release by quantity': [
    'LINE_OVERFILLED at children: 4 instead of 3',
    'OBJECTIVE_VALUE_DIFFERS at objective[0].value: 3 instead of 2',
  ],
  'lines kept together of which one goes whole and the other in part': [
    'KITS_NOT_WHOLE at children: [{"lineId":1,"quantity":7},{"lineId":2,"quantity":3}] instead of [{"lineId":1,"quantity":10},{"lineId":2,"quantity":3}]',
  ],
  'a line without stock that goes although its group stays': [
    'GROUP_PARTLY_RELEASED at children: [{"lineId":1,"quantity":0},{"lineId":3,"quantity":1}] instead of [{"lineId":1,"quantity":10},{"lineId":3,"quantity":1}]',
  ],
  'a line that needs no stock left behind': ['UNSTOCKED_LINE_LEFT at children[0].items: 0 instead of 1'],
  'a unit lost between children and remainder': ['REMAINDER_DIFFERS at remainder: 2 instead of 3'],
  'a remainder of a full release': ['REMAINDER_DIFFERS at remainder: 1 instead of 0'],
  'a remainder that names a line twice': ['REMAINDER_ORDER at remainder[1]: 1 instead of "more than 1"'],
  'a remainder that does not stand by lineId': [
    'REMAINDER_ORDER at remainder[1]: 1 instead of "more than 3"',
  ],
  'a second location where one is allowed': ['TOO_MANY_LOCATIONS at children: 2 instead of 1'],
  'a line over two locations where one is allowed': [
    'LINE_SPLIT_TOO_FAR at children: 2 instead of 1',
    'OBJECTIVE_VALUE_DIFFERS at objective[2].value: 27 instead of 57',
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.8 instead of 1.9',
  ],
  'a release that is called held': [
    'DECISION_DIFFERS at decision: "held" instead of "released"',
    'SHIPMENT_STATUS_DIFFERS at shipmentStatus: "REASSIGNED" instead of "BACKORDER"',
    'OBJECTIVE_TIERS_DIFFER at objective: ["unfilledUnits","futureUnits","waitUnitDays","childShipments","locationCost"] instead of []',
  ],
  'a release that has no children': [
    'LINE_NOT_FILLED at children: 0 instead of 5',
    'LINE_NOT_FILLED at children: 0 instead of 4',
    'LINE_NOT_FILLED at children: 0 instead of 2',
    'DECISION_DIFFERS at decision: "released" instead of "held"',
  ],
  'part of a shipment where partial release is off': [
    'LINE_NOT_FILLED at children: 7 instead of 10',
    'PARTIAL_RELEASE_OFF at decision: "partially-released" instead of ["released","held"]',
  ],
  'a mixed release that is called READY': [
    'SHIPMENT_STATUS_DIFFERS at shipmentStatus: "READY" instead of "REASSIGNED"',
  ],
  'a single READY child whose parent is called REASSIGNED': [
    'SHIPMENT_STATUS_DIFFERS at shipmentStatus: "REASSIGNED" instead of "READY"',
  ],
  'a dated child that is called READY': [
    'CHILD_STATUS_DIFFERS at children[2].shipmentStatus: "READY" instead of "FUTURE"',
  ],
  'an undated child that is called FUTURE': [
    'CHILD_STATUS_DIFFERS at children[0].shipmentStatus: "FUTURE" instead of "READY"',
  ],
  'a child with nothing in it': [
    'CHILD_EMPTY at children[3].items: [] instead of "at least one item"',
    'CHILD_WITHOUT_STOCK at children[3].allocations: [] instead of "at least one allocation"',
    'OBJECTIVE_VALUE_DIFFERS at objective[3].value: 3 instead of 4',
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.8 instead of 1.9',
  ],
  'a child that only carries what needs no stock': [
    'CHILD_WITHOUT_STOCK at children[0].allocations: [] instead of "at least one allocation"',
    'OBJECTIVE_VALUE_DIFFERS at objective[3].value: 3 instead of 4',
  ],
  'stock from nowhere': [
    'CURRENT_ROW_UNKNOWN at children[1].allocations[0]: 4 instead of 0',
    'CHILD_LOCATION_MISSING at children[1].fulfillmentLocationCode: null instead of "a location code"',
    'CHILDREN_ORDER at children[1]: [{"fulfillmentLocationCode":"A","futureDate":null},{"fulfillmentLocationCode":null,"futureDate":null}] instead of [{"fulfillmentLocationCode":null,"futureDate":null},{"fulfillmentLocationCode":"A","futureDate":null}]',
    'OBJECTIVE_VALUE_DIFFERS at objective[3].value: 3 instead of 2',
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.8 instead of 1.6',
  ],
  'a shipment that needs no stock sent from a location': [
    'UNSTOCKED_SHIPMENT_SHAPE at children: [{"shipmentStatus":"READY","fulfillmentLocationCode":"A","futureDate":null}] instead of [{"shipmentStatus":"READY","fulfillmentLocationCode":null,"futureDate":null}]',
  ],
  'a shipment that needs no stock in two children': [
    'SHIPMENT_STATUS_DIFFERS at shipmentStatus: "READY" instead of "REASSIGNED"',
    'UNSTOCKED_SHIPMENT_SHAPE at children: [{"shipmentStatus":"READY","fulfillmentLocationCode":null,"futureDate":null},{"shipmentStatus":"READY","fulfillmentLocationCode":null,"futureDate":null}] instead of [{"shipmentStatus":"READY","fulfillmentLocationCode":null,"futureDate":null}]',
    'PACKAGE_TWICE at children[1]: {"fulfillmentLocationCode":null,"futureDate":null} instead of "one child for each location and date"',
    'UNSTOCKED_LINE_NOT_FIRST at children[1].items[0]: "children[1]" instead of "children[0]"',
  ],
  'two children of one location and date': [
    'PACKAGE_TWICE at children[2]: {"fulfillmentLocationCode":"B","futureDate":null} instead of "one child for each location and date"',
    'OBJECTIVE_VALUE_DIFFERS at objective[3].value: 3 instead of 4',
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.8 instead of 2',
  ],
  'a line twice in one child': ['ITEM_TWICE at children[1].items[1]: 2 instead of "one item for each line"'],
  'a line that needs no stock in a later child': [
    'UNSTOCKED_LINE_NOT_FIRST at children[1].items[1]: "children[1]" instead of "children[0]"',
  ],
  'current stock in a dated child': [
    'SOURCE_OVERDRAWN at children[0].allocations[0].quantity: 5 instead of 2',
    'ALLOCATION_OF_WRONG_KIND at children[2].allocations[0].futureInventoryId: null instead of "the id of a lot"',
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.8 instead of 3.9',
  ],
  'a lot in a child without a date': [
    'LOT_UNKNOWN at children[0].allocations[0].futureInventoryId: "po-2" instead of []',
    'ALLOCATION_OF_WRONG_KIND at children[0].allocations[0].futureInventoryId: "po-2" instead of null',
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.8 instead of 0.4',
  ],
  'one lot twice for one line': [
    'ALLOCATION_TWICE at children[2].allocations[1]: {"lineId":1,"futureInventoryId":"po-1"} instead of "one allocation for each line and source"',
  ],
  'an item that says more than its allocations': [
    'LINE_NOT_FILLED at children: 5 instead of 4',
    'DECISION_DIFFERS at decision: "released" instead of "partially-released"',
    'ITEMS_NOT_ALLOCATED at children[1].items: 5 instead of 4',
    'OBJECTIVE_VALUE_DIFFERS at objective[0].value: 0 instead of -1',
  ],
  'an allocation given to another line': [
    'CURRENT_ROW_UNKNOWN at children[1].allocations[0]: 4 instead of 0',
    'ITEMS_NOT_ALLOCATED at children[1].items: 4 instead of 0',
    'ITEMS_NOT_ALLOCATED at children[1].items: 0 instead of 4',
  ],
  'an allocation for a line that needs no stock': [
    'CURRENT_ROW_UNKNOWN at children[0].allocations[1]: 2 instead of 0',
    'UNSTOCKED_LINE_ALLOCATED at children[0].allocations[1]: 2 instead of null',
  ],
  'a later lot while an earlier one has units left': [
    'LOT_OUT_OF_TURN at children[2].allocations[1].futureInventoryId: "po-2" instead of "po-1"',
  ],
  'children in another order': [
    'UNSTOCKED_LINE_NOT_FIRST at children[1].items[1]: "children[1]" instead of "children[0]"',
    'CHILDREN_ORDER at children[1]: [{"fulfillmentLocationCode":"B","futureDate":null},{"fulfillmentLocationCode":"A","futureDate":null}] instead of [{"fulfillmentLocationCode":"A","futureDate":null},{"fulfillmentLocationCode":"B","futureDate":null}]',
  ],
  'items in another order': ['ITEMS_ORDER at children[0].items[1]: [3,1] instead of [1,3]'],
  'allocations in another order': [
    'ALLOCATIONS_ORDER at children[2].allocations[1]: [{"lineId":1,"futureInventoryId":"po-2"},{"lineId":1,"futureInventoryId":"po-1"}] instead of [{"lineId":1,"futureInventoryId":"po-1"},{"lineId":1,"futureInventoryId":"po-2"}]',
  ],
  'an objective without its last tier': [
    'OBJECTIVE_TIERS_DIFFER at objective: ["unfilledUnits","futureUnits","waitUnitDays","childShipments"] instead of ["unfilledUnits","futureUnits","waitUnitDays","childShipments","locationCost"]',
  ],
  'an objective of the other order of inventory': [
    'OBJECTIVE_TIERS_DIFFER at objective: ["unfilledUnits","futureUnits","waitUnitDays","childShipments","locationCost"] instead of ["unfilledUnits","currentUnits","waitUnitDays","childShipments","locationCost"]',
    'FUTURE_LEFT_UNUSED at children: 2 instead of 0',
  ],
  'an objective of a held full release': [
    'OBJECTIVE_TIERS_DIFFER at objective: ["unfilledUnits"] instead of []',
  ],
  'a unit-day less than the dates make it': [
    'OBJECTIVE_VALUE_DIFFERS at objective[2].value: 26 instead of 27',
  ],
  'a cost that is off by a millionth': [
    'OBJECTIVE_VALUE_DIFFERS at objective[4].value: 1.800001 instead of 1.8',
  ],
  'a bound that the plan itself undercuts': [
    'OBJECTIVE_BOUND_ABOVE_VALUE at objective[2].bound: 28 instead of "at most 27"',
  ],
  'a shipment held although stock covers it': [
    'RELEASABLE_BUT_HELD at decision: [{"lineId":1,"quantity":0},{"lineId":2,"quantity":0},{"lineId":3,"quantity":0}] instead of [{"lineId":1,"quantity":5},{"lineId":2,"quantity":4},{"lineId":3,"quantity":2}]',
  ],
  'a shipment held in partial release although stock covers a unit': [
    'RELEASABLE_BUT_HELD at decision: [{"lineId":1,"quantity":0}] instead of [{"lineId":1,"quantity":1}]',
  ],
  'a shipment held although no line needs stock, whatever the limits': [
    'RELEASABLE_BUT_HELD at decision: [{"lineId":1,"quantity":0},{"lineId":2,"quantity":0}] instead of [{"lineId":1,"quantity":1},{"lineId":2,"quantity":2}]',
  ],
  'a held shipment that says what is left': ['REMAINDER_DIFFERS at remainder: 3 instead of 0'],
  'a unit left behind although stock covers it': [
    'RELEASABLE_BUT_LEFT at remainder: [{"lineId":1,"quantity":7}] instead of [{"lineId":1,"quantity":8}]',
  ],
  'a line left behind although stock covers it': [
    'RELEASABLE_BUT_LEFT at remainder: [{"lineId":1,"quantity":0}] instead of [{"lineId":1,"quantity":10}]',
  ],
  'a lot promised while current stock lies unused, though another line has to move for it': [
    'CURRENT_LEFT_UNUSED at children: 2 instead of 0',
  ],
  'current stock given while a lot lies unused, where future comes first': [
    'FUTURE_LEFT_UNUSED at children: 2 instead of 0',
  ],
  'a later lot promised while an earlier one has units left': [
    'EARLIER_DATE_LEFT_UNUSED at children[0].allocations[0]: "2026-05-09" instead of "2026-05-03"',
  ],
};
